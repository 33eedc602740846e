import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { searchAttributes } from '../../workflows/search-attributes';

/** An execution that runs, as Temporal's visibility knows it. */
export interface ActiveExecution {
  executionSid: string;
  flowSid: string;
  contact: string;
  /** null: it has no call. */
  callSid: string | null;
  /** Its begin, or the last time that it was continued as new. */
  since: Date;
  workflowId: string;
  runId: string;
}

/** The most that a server returns at once: it answers few of these questions a second. */
const PAGE = 1000;

/** Those that fit the query, read page by page. What has just begun or ended may not be known yet. */
export async function* activeExecutions(client: Client, query: string): AsyncGenerator<ActiveExecution> {
  for await (const found of client.workflow.list({ query, pageSize: PAGE })) yield toActive(found);
}

function toActive({
  workflowId,
  runId,
  startTime,
  typedSearchAttributes,
}: WorkflowExecutionInfo): ActiveExecution {
  const { executionSid, flowSid, contactAddress, callSid } = searchAttributes;
  return {
    executionSid: typedSearchAttributes.get(executionSid) ?? '',
    flowSid: typedSearchAttributes.get(flowSid) ?? '',
    contact: typedSearchAttributes.get(contactAddress) ?? '',
    callSid: typedSearchAttributes.get(callSid) ?? null,
    since: startTime,
    workflowId,
    runId,
  };
}
