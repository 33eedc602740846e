import type { ExecutionRecord } from './execution-record';
import { sidsBefore, sidsFrom } from './visibility-query';

/** A part of a list. */
export interface ExecutionPage {
  size: number;
  /** `next` of the page before. */
  token?: string;
}

/** What is listed. */
export interface ExecutionListing {
  items: ExecutionRecord[];
  next?: string;
}

/** Executions that fit a query, in no order. */
export type Sample = (
  query: string,
  limit: number,
) => Promise<{ items: ExecutionRecord[]; complete: boolean }>;

/** Executions that are looked at, at least, where there are more than are shown. */
const LEAST_SAMPLE = 200;

/**
 * Temporal lists first what runs, and then what has closed last; clients expect what was created last. SIDs sort by
 * creation, so a page is a range of SIDs: its lower end is found from a sample that is too large to be shown, and
 * a sample of that range follows until one is complete. A page begins where the one before has ended, whatever was
 * created or has ended meanwhile.
 */
export async function newestFirst(
  query: string,
  { size, token }: ExecutionPage,
  sample: Sample,
): Promise<ExecutionListing> {
  const limit = Math.max(2 * size, LEAST_SAMPLE);
  const upTo = token === undefined ? query : `${query} AND ${sidsBefore(token)}`;
  let from: string | undefined;
  for (;;) {
    const range = from === undefined ? upTo : `${upTo} AND ${sidsFrom(from)}`;
    const { items, complete } = await sample(range, limit);
    // A run that has just been continued may be known beside its successor.
    const bySid = new Map(items.map(item => [item.sid, item]));
    const sorted = [...bySid.values()].sort((a, b) => (a.sid < b.sid ? 1 : -1));
    const beyond = sorted[size];
    if (complete || !beyond) {
      const shown = sorted.slice(0, size);
      const next = beyond ? shown.at(-1)?.sid : from;
      return { items: shown, ...(next !== undefined && { next }) };
    }
    from = beyond.sid;
  }
}
