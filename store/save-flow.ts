import type { Client } from '@temporalio/client';
import type { FlowHead } from '../workflows/flow-contract';
import { saveRevision } from './save-revision';
import { digestOf, type NewRevision } from './write-revision';

export interface Saved {
  revision: number;
  /** false: the latest revision says the same already. */
  changed: boolean;
}

/**
 * Saves a definition and its settings as the flow's next revision, unless the latest one says the same.
 * @throws Error where the flow belongs to another account
 */
export async function saveFlow(client: Client, taskQueue: string, flow: NewRevision): Promise<Saved> {
  const digest = digestOf(flow);
  let latest = 0;
  const saved = await saveRevision({ client, taskQueue }, flow, head => {
    if (!head) return true;
    if (head.accountSid !== flow.accountSid) throw new Error(`${flow.flowSid} belongs to another account`);
    latest = head.latestRevision;
    return !isSaved(head, digest, flow);
  });
  return saved ? { revision: saved.input.revision, changed: true } : { revision: latest, changed: false };
}

function isSaved(head: FlowHead, digest: string, flow: NewRevision): boolean {
  const published = flow.status === 'draft' || head.publishedRevision === head.latestRevision;
  return head.latestDigest === digest && head.friendlyName === flow.friendlyName && published;
}
