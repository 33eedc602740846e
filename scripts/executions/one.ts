import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { names } from '../../workflows/contract';
import { searchAttributes } from '../../workflows/search-attributes';
import type { ActiveExecution } from './active-executions';

/**
 * Tells an execution to end: the run that was found, as another execution may have its workflow id by now. One that
 * has ended meanwhile is not told.
 */
export async function tellToEnd(client: Client, { workflowId, runId }: ActiveExecution): Promise<void> {
  await unlessGone(client.workflow.getHandle(workflowId, runId).signal(names.end));
}

/** Ends it without its own doing, as far as it still runs. */
export async function terminate(client: Client, { workflowId, runId }: ActiveExecution): Promise<void> {
  const handle = client.workflow.getHandle(workflowId, runId);
  await unlessGone(handle.terminate('npm run executions -- end --terminate'));
}

/** The execution in the run that it is in now; undefined: it has ended. */
export async function stillActive(
  client: Client,
  execution: ActiveExecution,
): Promise<ActiveExecution | undefined> {
  const now = await unlessGone(client.workflow.getHandle(execution.workflowId).describe());
  if (now?.status.name !== 'RUNNING') return undefined;
  const same = now.typedSearchAttributes.get(searchAttributes.executionSid) === execution.executionSid;
  return same ? { ...execution, runId: now.runId } : undefined;
}

async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
