import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { names } from '../../workflows/contract';
import type { ExecutionRecord } from './execution-record';

/** Tells an execution to end: this run of it, as another execution may have its workflow id by now. */
export async function tellToEnd(client: Client, { workflowId, runId }: ExecutionRecord): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId, runId).signal(names.end);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Resolves when the execution has ended, or the time is up. */
export async function untilEnded(
  client: Client,
  { workflowId, runId }: ExecutionRecord,
  patience: number,
): Promise<void> {
  const handle = client.workflow.getHandle(workflowId, runId);
  try {
    await client.connection.withDeadline(Date.now() + patience, () => handle.result());
  } catch {
    // However it has ended, or that it has not: the execution itself tells.
  }
}
