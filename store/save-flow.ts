import type { Client } from '@temporalio/client';
import type { FlowHead } from '../workflows/flow-contract';
import { saveRevision } from './save-revision';
import { digestOf, noteInFolder, type NewRevision } from './write-revision';

export interface Saved {
  revision: number;
  /** false: the latest revision says the same already, or the folder holds what was imported from it before. */
  changed: boolean;
}

/**
 * Saves a definition and its settings as the flow's next revision, unless the latest one says the same. What comes from
 * the folder of flows is saved only when it has changed there: whatever was saved otherwise since then stays.
 * @throws Error where the flow belongs to another account
 */
export async function saveFlow(client: Client, taskQueue: string, flow: NewRevision): Promise<Saved> {
  const place = { client, taskQueue };
  const digest = digestOf(flow);
  const found: { head?: FlowHead } = {};
  const saved = await saveRevision(place, flow, head => {
    if (!head) return true;
    if (head.accountSid !== flow.accountSid) throw new Error(`${flow.flowSid} belongs to another account`);
    found.head = head;
    return !isSaved(head, digest, flow) && !(flow.fromFolder && isInFolder(head, digest));
  });
  if (saved) return { revision: saved.input.revision, changed: true };
  const { head } = found;
  const revision = head?.latestRevision ?? 0;
  if (flow.fromFolder && head && !isInFolder(head, digest)) await noteInFolder(place, flow.flowSid, revision);
  return { revision, changed: false };
}

function isSaved(head: FlowHead, digest: string, flow: NewRevision): boolean {
  const published = flow.status === 'draft' || head.publishedRevision === head.latestRevision;
  return head.latestDigest === digest && head.friendlyName === flow.friendlyName && published;
}

/** Flows that were never imported, or only by an earlier version, do not remember what their file was. */
function isInFolder({ fromFolder }: FlowHead, digest: string): boolean {
  return fromFolder?.digest === digest;
}
