import type { Client } from '@temporalio/client';
import { concurrently } from '../../store/concurrently';
import { tellToEnd } from './end';
import type { AccountFlow } from './execution-record';
import { sampleOf } from './sample';
import { queryOf, type ExecutionFilter } from './visibility-query';

/** Which executions are to end, and how many at most. */
export interface Bounds {
  filter: ExecutionFilter;
  limit: number;
  /** They are counted only. */
  dryRun: boolean;
}

export interface Ended {
  found: number;
  /** To end; those that had ended by themselves were not. */
  told: number;
  /** There are more than the limit. */
  more: boolean;
}

/** Requests to Temporal at a time. */
const CONCURRENCY = 20;

/** Tells active executions of a flow to end. */
export async function endMany(
  client: Client,
  flow: AccountFlow,
  { filter, limit, dryRun }: Bounds,
): Promise<Ended> {
  const active = queryOf(flow, { ...filter, status: 'active' });
  const { items, complete } = await sampleOf(client, active, limit);
  let told = 0;
  await concurrently(dryRun ? [] : items, CONCURRENCY, async execution => {
    if (await tellToEnd(client, execution)) told += 1;
  });
  return { found: items.length, told, more: !complete };
}
