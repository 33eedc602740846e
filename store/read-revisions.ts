import type { Client } from '@temporalio/client';
import { revisionId, type RevisionNote } from '../workflows/flow-contract';
import { revisionSummary, type RevisionSummary } from './flow-record';
import { isNotFound } from './not-found';
import type { Listing, Page } from './page';
import { readPageToken, toPageToken } from './page-token';
import { readRevision } from './revision-reader';

/** The revisions up to `latest`, newest first. Numbers page, so what is saved meanwhile moves nothing. */
export async function listRevisions(
  client: Client,
  flowSid: string,
  latest: number,
  { size, token }: Page,
): Promise<Listing<RevisionSummary>> {
  const first =
    token === undefined ? latest : Math.min(Number(readPageToken(flowSid, token).toString()), latest);
  const last = Math.max(first - size + 1, 1);
  const numbers = Array.from({ length: Math.max(first - last + 1, 0) }, (_, index) => first - index);
  const found = await Promise.all(numbers.map(number => summarise(client, flowSid, number)));
  const items = found.filter(revision => revision !== undefined);
  return { items, ...(last > 1 && { next: toPageToken(flowSid, Buffer.from(String(last - 1))) }) };
}

async function summarise(
  client: Client,
  flowSid: string,
  revision: number,
): Promise<RevisionSummary | undefined> {
  try {
    const { memo } = await client.workflow.getHandle(revisionId(flowSid, revision)).describe();
    // What an earlier version saved has no memo.
    const note =
      (memo?.['note'] as RevisionNote | undefined) ?? (await readRevision(client, flowSid, revision));
    return note && revisionSummary(flowSid, revision, note);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
