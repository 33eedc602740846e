import type { Client } from '@temporalio/client';
import { names } from '../workflows/contract';
import { revisionId, type RemovalInput } from '../workflows/flow-contract';
import { searchAttributes } from '../workflows/search-attributes';
import { concurrently } from './concurrently';
import { deleteWorkflow } from './delete-workflow';
import { removeExecutions } from './remove-executions';

/** Requests to Temporal at a time. */
const CONCURRENCY = 20;

/**
 * Removes a deleted flow's executions that have ended, and its revisions, except those that executions still run.
 * @returns the revisions that are left; one at least where there may be executions left to be removed
 */
export async function removeRevisions(client: Client, removal: RemovalInput): Promise<number[]> {
  const { flowSid, revisions } = removal;
  // First of all: what ends after this look has its revision kept, and is found the next time.
  const used = await inUse(client, removal);
  const ended = await removeExecutions(client, removal);
  const last = revisions.at(-1);
  const kept = (revision: number): boolean => used(revision) || (ended && revision === last);
  const free = revisions.filter(revision => !kept(revision));
  await concurrently(free, CONCURRENCY, revision => removeRevision(client, flowSid, revision));
  return revisions.filter(kept);
}

export function removeRevision(client: Client, flowSid: string, revision: number): Promise<void> {
  return deleteWorkflow(client, { workflowId: revisionId(flowSid, revision) });
}

async function inUse(
  { workflow }: Client,
  { accountSid, flowSid, subflow, date }: RemovalInput,
): Promise<(revision: number) => boolean> {
  const running = `WorkflowType = '${names.execution}' AND ExecutionStatus = 'Running'`;
  const { accountSid: account, flowSid: flow, flowRevision } = searchAttributes;
  if (subflow) {
    // Which of its revisions another flow's execution runs stands nowhere.
    const since = `${account.name} = '${accountSid}' AND StartTime <= '${date}'`;
    if ((await workflow.count(`${running} AND ${since}`)).count > 0) return () => true;
  }
  const revisions = new Set<number | undefined>();
  for await (const execution of workflow.list({ query: `${running} AND ${flow.name} = '${flowSid}'` })) {
    revisions.add(execution.typedSearchAttributes.get(flowRevision));
  }
  return revision => revisions.has(revision);
}
