import type { Listing, Page } from '../../store/page';

/** SIDs of executions, from the first to before the last. */
export interface SidRange {
  from?: string;
  before?: string;
}

/**
 * Some of the executions of a range, in any order.
 * @returns complete: these are all
 */
export type Sample<Item> = (range: SidRange, limit: number) => Promise<{ items: Item[]; complete: boolean }>;

/** Executions that are looked at, at least, where there are more than are shown. */
const LEAST_SAMPLE = 200;

/**
 * Temporal lists first what runs, and then what has closed last; clients expect first what was created last. SIDs
 * sort by creation, so a page is a range of SIDs. Its lower end is found from a sample that is too large to be
 * shown: so many are at least there, and the next sample is of what is above. A page begins where the one before
 * has ended, whatever was created or has ended meanwhile.
 */
export async function newestFirst<Item extends { sid: string }>(
  { size, token: before }: Page,
  sample: Sample<Item>,
): Promise<Listing<Item>> {
  const limit = Math.max(2 * size, LEAST_SAMPLE);
  let from: string | undefined;
  for (;;) {
    const range = { ...(from !== undefined && { from }), ...(before !== undefined && { before }) };
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
