import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowHead, RevisionInput } from '../workflows/flow-contract';
import { isGone } from './not-found';
import { readFlow } from './read-head';
import { removeRevision } from './remove-revisions';
import { adopt, noteRevision, writeRevision, type NewRevision, type Place } from './write-revision';

/** Milliseconds after which a revision that was written should have been noted. */
const NOTED_WITHIN = 50;

/**
 * Saves a flow's next revision, whoever else saves one.
 * @param accept looks at the flow as it is (undefined: it is new); false: nothing is saved
 * @returns the flow as it is then; undefined: nothing was saved
 */
export async function saveRevision(
  place: Place,
  flow: NewRevision,
  accept: (head?: FlowHead) => boolean,
): Promise<{ input: RevisionInput; head: FlowHead } | undefined> {
  const { flowSid } = flow;
  for (let taken = 0; ;) {
    const state = await readFlow(place.client, flowSid);
    const head = state?.deleted ? undefined : state?.head;
    if (!accept(head)) return undefined;
    // The numbers of a deleted flow are not used again: somebody may still know its revisions.
    const revision = Math.max(state?.head.latestRevision ?? 0, taken) + 1;
    const written = await writeRevision(place, flow, revision);
    const noted = written && (await noteRevision(place, written, !head).catch(unlessGone));
    if (noted) return { input: written, head: noted };
    taken = revision;
    if (written) {
      // The flow has been deleted meanwhile; nobody else knows of the revision.
      await removeRevision(place.client, flowSid, revision);
      continue;
    }
    await sleep(NOTED_WITHIN);
    const now = await readFlow(place.client, flowSid);
    // Its writer may have died; the save then ends here, so that nothing lies between two revisions half made.
    if ((now?.head.latestRevision ?? 0) < revision) await adopt(place, flowSid, revision, !head);
  }
}

function unlessGone(error: unknown): undefined {
  if (!isGone(error)) throw error;
}
