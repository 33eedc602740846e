import type { Client } from '@temporalio/client';
import { names } from '../workflows/contract';
import { revisionId, type RemovalInput } from '../workflows/flow-contract';
import { searchAttributes } from '../workflows/search-attributes';
import { concurrently } from './concurrently';
import { deleteWorkflow } from './delete-workflow';

/** Requests to Temporal at a time. */
const CONCURRENCY = 20;

/**
 * Removes a deleted flow's revisions, except those that executions still run.
 * @returns the revisions that are left
 */
export async function removeRevisions(client: Client, removal: RemovalInput): Promise<number[]> {
  const { flowSid, revisions } = removal;
  const used = await inUse(client, removal);
  const free = revisions.filter(revision => !used(revision));
  await concurrently(free, CONCURRENCY, revision => removeRevision(client, flowSid, revision));
  return revisions.filter(used);
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
