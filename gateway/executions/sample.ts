import type { Client } from '@temporalio/client';
import { toRecord, type ExecutionRecord } from './execution-record';

/** The most that a server lists at once. */
const LARGEST_PAGE = 1000;

/**
 * Some of the executions that fit a query, in Temporal's order: what runs first.
 * @returns complete: these are all
 */
export async function sampleOf(
  client: Client,
  query: string,
  limit: number,
): Promise<{ items: ExecutionRecord[]; complete: boolean }> {
  const items: ExecutionRecord[] = [];
  // One more than is wanted tells whether there are more.
  const pageSize = Math.min(limit + 1, LARGEST_PAGE);
  for await (const info of client.workflow.list({ query, pageSize })) {
    if (items.length === limit) return { items, complete: false };
    const record = toRecord(info);
    if (record) items.push(record);
  }
  return { items, complete: true };
}
