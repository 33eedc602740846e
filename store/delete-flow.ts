import { loadDefinition } from '../flow/definition';
import { names } from '../workflows/contract';
import type { RemovalInput } from '../workflows/flow-contract';
import { isNotFound } from './not-found';
import type { FlowState } from './read-head';
import { readRevision } from './revision-reader';
import type { Place } from './write-revision';

/**
 * The flow is gone at once; its revisions go when a worker finds that no execution runs them any more. No worker is
 * needed before that.
 */
export async function deleteFlow(place: Place, flowSid: string, flow: FlowState): Promise<void> {
  const { client, taskQueue } = place;
  const { accountSid, latestRevision } = flow.head;
  const removal: RemovalInput = {
    accountSid,
    flowSid,
    runId: flow.firstRunId,
    revisions: Array.from({ length: latestRevision }, (_, index) => index + 1),
    subflow: await isSubflow(place, flowSid, flow),
    date: new Date().toISOString(),
  };
  // First of all: whoever dies after this has deleted the flow.
  await client.workflow.start(names.removal, {
    workflowId: `${flowSid}:removal:${flow.firstRunId}`,
    taskQueue,
    args: [removal],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `Removes ${flowSid}`,
  });
  await closeFlow(place, removal);
}

/** Not one that has been made anew under the same SID. */
export async function closeFlow(
  { client }: Pick<Place, 'client'>,
  { flowSid, runId }: Pick<RemovalInput, 'flowSid' | 'runId'>,
): Promise<void> {
  const flow = client.workflow.getHandle(flowSid, undefined, { firstExecutionRunId: runId });
  try {
    await flow.terminate('the flow was deleted');
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Can other flows run it? */
async function isSubflow({ client }: Place, flowSid: string, { head }: FlowState): Promise<boolean> {
  const latest = await readRevision(client, flowSid, head.latestRevision);
  if (!latest) return false;
  return loadDefinition(latest.definition).states.some(({ transitions }) =>
    transitions.some(({ event, next }) => event === 'incomingParent' && next !== undefined),
  );
}
