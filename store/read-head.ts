import type { Client } from '@temporalio/client';
import { names } from '../workflows/contract';
import type { FlowHead } from '../workflows/flow-contract';
import { isNotFound } from './not-found';

/** A flow as Temporal tells of it. */
export interface FlowState {
  head: FlowHead;
  /** Of its workflow; the same until it is deleted. */
  firstRunId: string;
  /** It was deleted, but Temporal still knows of it. */
  deleted: boolean;
}

/** From the memo of the flow's workflow: no worker is needed for it. */
export async function readFlow(client: Client, flowSid: string): Promise<FlowState | undefined> {
  try {
    const { memo, type, runId, raw, status } = await client.workflow.getHandle(flowSid).describe();
    const head = memo?.['head'] as FlowHead | undefined;
    if (type !== names.flow || !head) return undefined;
    const firstRunId = raw.workflowExecutionInfo?.firstRunId || runId;
    return { head, firstRunId, deleted: status.name !== 'RUNNING' };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** @returns undefined: there is no such flow */
export async function readHead(client: Client, flowSid: string): Promise<FlowHead | undefined> {
  const flow = await readFlow(client, flowSid);
  return flow?.deleted ? undefined : flow?.head;
}
