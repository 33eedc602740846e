import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import type { ReplyAddressInput } from '../../workflows/contract';
import { toRecord } from './execution-record';

/** Who holds a workflow id. */
export interface Holder {
  executionSid: string;
  workflowId: string;
}

/**
 * The active execution that takes what comes between two addresses: the one with this workflow id, or another one
 * that waits there for a reply.
 * @returns undefined when there is none any more
 */
export async function activeAt(client: Client, workflowId: string): Promise<Holder | undefined> {
  try {
    const description = await client.workflow.getHandle(workflowId).describe();
    if (description.status.name !== 'RUNNING') return undefined;
    const record = toRecord(description);
    return record ? { executionSid: record.sid, workflowId } : await listenerAt(client, workflowId);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

async function listenerAt(client: Client, workflowId: string): Promise<Holder> {
  const { workflowService, options } = client;
  const { history } = await workflowService.getWorkflowExecutionHistory({
    namespace: options.namespace,
    execution: { workflowId },
    maximumPageSize: 1,
  });
  const input = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
  const [listening] = await decodeArrayFromPayloads(options.loadedDataConverter, input);
  return listening as ReplyAddressInput;
}
