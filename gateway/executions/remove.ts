import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { isNotFound } from '../../store/not-found';
import type { ExecutionRecord } from './execution-record';
import { queryOfSid } from './visibility-query';

/** Milliseconds that Temporal, which deletes in the background, is waited for. */
const PATIENCE = 4000;
const PAUSE = 25;

/** Deletes an execution, all of its runs; one that still runs is terminated by it. */
export async function remove(client: Client, execution: ExecutionRecord): Promise<void> {
  const { workflowId, sid } = execution;
  const runs = new Set([execution.runId, ...(await listedRuns(client, sid))]);
  for (const runId of runs) await removeRun(client, workflowId, runId);
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline && (await isKnown(client, execution))) await sleep(PAUSE);
}

async function removeRun(
  { workflowService, options }: Client,
  workflowId: string,
  runId: string,
): Promise<void> {
  try {
    await workflowService.deleteWorkflowExecution({
      namespace: options.namespace,
      workflowExecution: { workflowId, runId },
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

async function isKnown(client: Client, { workflowId, runId, sid }: ExecutionRecord): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId, runId).describe();
    return true;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return (await listedRuns(client, sid)).length > 0;
  }
}

async function listedRuns(client: Client, sid: string): Promise<string[]> {
  const runs: string[] = [];
  for await (const { runId } of client.workflow.list({ query: queryOfSid(sid) })) runs.push(runId);
  return runs;
}
