import type { FlowHead, LatestRevision, SavedRevision } from './flow-contract';

/**
 * The flow with one more revision. Saves may arrive in another order than their numbers, and more than once: an
 * older revision never takes the place of a newer.
 */
export function withRevision(head: FlowHead | undefined, saved: SavedRevision): FlowHead {
  const latest = head && head.latestRevision > saved.revision ? head : asLatest(head, saved);
  const next = remember(publish(latest, saved), saved);
  const { date } = saved;
  return head && date !== undefined && callsChange(head, next) ? { ...next, callsChanged: date } : next;
}

function callsChange(head: FlowHead, next: FlowHead): boolean {
  if (head.latest?.allowConcurrentCalls !== next.latest?.allowConcurrentCalls) return true;
  return head.allowConcurrentCalls !== next.allowConcurrentCalls;
}

function asLatest(head: FlowHead | undefined, saved: SavedRevision): FlowHead {
  const { accountSid, friendlyName, revision, digest, date } = saved;
  return {
    ...(head ?? { publishedRevision: null, allowConcurrentCalls: true, ...(date && { dateCreated: date }) }),
    accountSid,
    friendlyName,
    latestRevision: revision,
    latestDigest: digest,
    latest: noteOf(saved),
    ...(date !== undefined && { dateUpdated: date }),
  };
}

function publish(head: FlowHead, saved: SavedRevision): FlowHead {
  const { revision, published, allowConcurrentCalls, settings } = saved;
  if (!published || revision < (head.publishedRevision ?? 0)) return head;
  const next = { ...head, publishedRevision: revision, allowConcurrentCalls };
  if (settings) next.settings = settings;
  else delete next.settings;
  return next;
}

function remember(head: FlowHead, { fromFolder = false, revision, digest }: SavedRevision): FlowHead {
  if (!fromFolder || revision < (head.fromFolder?.revision ?? 0)) return head;
  return { ...head, fromFolder: { revision, digest } };
}

function noteOf({ published, commitMessage, allowConcurrentCalls, settings }: SavedRevision): LatestRevision {
  return {
    status: published ? 'published' : 'draft',
    ...(commitMessage !== undefined && { commitMessage }),
    allowConcurrentCalls,
    ...(settings && { settings }),
  };
}
