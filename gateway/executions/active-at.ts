import type { Client } from '@temporalio/client';
import { isNotFound } from '../../store/not-found';
import { workflowInput } from '../../store/workflow-input';
import { replySignals, type ReplyAddressInput } from '../../workflows/contract';
import { toRecord } from './execution-record';

/** Who holds a workflow id. */
export interface Holder {
  executionSid: string;
  accountSid: string;
  workflowId: string;
}

/**
 * The active execution that takes what comes between two addresses: the one with this workflow id, or another one
 * that waits there for a reply. Where that one was terminated, its address is told to let go.
 * @returns undefined when there is none any more
 */
export async function activeAt(client: Client, workflowId: string): Promise<Holder | undefined> {
  const found = await runningAt(client, workflowId);
  if (found !== 'another') return found;
  try {
    const input = (await workflowInput(client, workflowId)) as ReplyAddressInput;
    const asking = await runningAt(client, input.workflowId);
    if (asking && asking !== 'another') return asking;
    await client.workflow.getHandle(workflowId).signal(replySignals.gone);
  } catch (error) {
    // It has let go by itself.
    if (!isNotFound(error)) throw error;
  }
  return undefined;
}

/** @returns `another`: what runs is no execution */
async function runningAt(client: Client, workflowId: string): Promise<Holder | 'another' | undefined> {
  try {
    const description = await client.workflow.getHandle(workflowId).describe();
    if (description.status.name !== 'RUNNING') return undefined;
    const record = toRecord(description);
    return record ? { executionSid: record.sid, accountSid: record.accountSid, workflowId } : 'another';
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
