import type { Client } from '@temporalio/client';
import { deleteWorkflow } from '../../store/delete-workflow';
import type { ExecutionRecord } from './execution-record';
import { queryOfSid } from './visibility-query';

/**
 * Has Temporal delete an execution, all of its runs; one that still runs is terminated by it. Temporal does so in the
 * background: at once where it runs; where it has just ended, when the server next takes stock of what it has done
 * (history.transferProcessorUpdateAckInterval, half a minute unless told).
 */
export async function remove(client: Client, { workflowId, runId, sid }: ExecutionRecord): Promise<void> {
  const runs = new Set([runId]);
  for await (const run of client.workflow.list({ query: queryOfSid(sid) })) runs.add(run.runId);
  for (const run of runs) await deleteWorkflow(client, { workflowId, runId: run });
}
