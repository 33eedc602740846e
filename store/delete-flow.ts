import { loadDefinition, type Definition } from '../flow/definition';
import { names } from '../workflows/contract';
import type { RemovalInput } from '../workflows/flow-contract';
import { concurrently } from './concurrently';
import { isNotFound } from './not-found';
import type { FlowState } from './read-head';
import { readRevision } from './revision-reader';
import type { Place } from './write-revision';

/** Requests to Temporal at a time. */
const CONCURRENCY = 20;

/**
 * The flow is gone at once; its revisions go when a worker finds that no execution runs them any more. No worker is
 * needed before that.
 */
export async function deleteFlow(place: Place, flowSid: string, flow: FlowState): Promise<void> {
  const { client, taskQueue } = place;
  const { accountSid, latestRevision } = flow.head;
  const revisions = Array.from({ length: latestRevision }, (_, index) => index + 1);
  const removal: RemovalInput = {
    accountSid,
    flowSid,
    runId: flow.firstRunId,
    revisions,
    subflow: await isSubflow(place, flowSid, revisions),
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
async function closeFlow({ client }: Place, { flowSid, runId }: RemovalInput): Promise<void> {
  const flow = client.workflow.getHandle(flowSid, undefined, { firstExecutionRunId: runId });
  try {
    await flow.terminate('the flow was deleted');
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Can other flows run it? Somebody may still be in what was published long ago, or ask for it by its number. */
async function isSubflow({ client }: Place, flowSid: string, revisions: readonly number[]): Promise<boolean> {
  let found = false;
  await concurrently(revisions.toReversed(), CONCURRENCY, async revision => {
    const read = found ? undefined : await readRevision(client, flowSid, revision);
    found ||= read !== undefined && hasParents(loadDefinition(read.definition));
  });
  return found;
}

function hasParents({ states }: Definition): boolean {
  return states.some(({ transitions }) =>
    transitions.some(({ event, next }) => event === 'incomingParent' && next !== undefined),
  );
}
