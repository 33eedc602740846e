import type { Client } from '@temporalio/client';
import { isNotFound } from '../../store/not-found';
import { workflowInput } from '../../store/workflow-input';
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
    if (record) return { executionSid: record.sid, workflowId };
    return (await workflowInput(client, workflowId)) as ReplyAddressInput;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
