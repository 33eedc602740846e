import type { Client } from '@temporalio/client';
import { isNotFound } from './not-found';

/** With all that Temporal knows of it, open or not; one that there is not any more is no error. */
export async function deleteWorkflow(
  { workflowService, options }: Client,
  workflowExecution: { workflowId: string; runId?: string },
): Promise<void> {
  try {
    await workflowService.deleteWorkflowExecution({ namespace: options.namespace, workflowExecution });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
