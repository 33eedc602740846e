import type { Client } from '@temporalio/client';
import { isNotFound } from '../store/not-found';
import { TAKEN } from '../workflows/contract';

/** Update ids of messages that the last execution with this workflow id had taken when it ended. */
export async function takenAt(client: Client, workflowId: string): Promise<string[]> {
  try {
    const { memo } = await client.workflow.getHandle(workflowId).describe();
    return (memo?.[TAKEN] as string[] | undefined) ?? [];
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}
