import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { isLate } from './temporal-away';

/** Flows can be read, listed and deleted without a worker; what was asked for needs one, and none answers. */
export class NeedsWorkerError extends Error {
  override readonly name = 'NeedsWorkerError';

  constructor(cause?: unknown, what = 'start one, or look at its log. Reading flows needs none.') {
    super(`No worker answers: ${what}`, { cause });
  }
}

/** Temporal has it, and keeps it for the next worker. */
const BEGUN =
  'what was asked for has been begun, and is done when one runs. Look whether it was before you ask again.';

/** A poll takes up to 70 seconds, and only then is the poller seen again. */
const POLLED_WITHIN = 90_000;
/** Milliseconds for which a worker may not have been seen, and between two looks. */
const SEEN_WITHIN = 2000;
const PAUSE = 100;
/** Milliseconds that a worker is waited for. When one dies under its work, another gets that after three seconds. */
const PATIENCE = 15_000;

/**
 * @param work is not begun where no worker has been seen of late, and is waited for a while
 * @throws NeedsWorkerError
 */
export async function withWorker<T>(client: Client, taskQueue: string, work: () => Promise<T>): Promise<T> {
  await untilServed(client, taskQueue);
  try {
    return await client.connection.withDeadline(Date.now() + PATIENCE, work);
  } catch (error) {
    throw isLate(error) ? new NeedsWorkerError(error, BEGUN) : error;
  }
}

/** One that has just been started is seen a moment later. @throws NeedsWorkerError */
export async function untilServed(client: Client, taskQueue: string): Promise<void> {
  const deadline = Date.now() + SEEN_WITHIN;
  while (!(await isServed(client, taskQueue))) {
    if (Date.now() > deadline) throw new NeedsWorkerError();
    await sleep(PAUSE);
  }
}

/** Has a worker asked for work of this queue of late? */
async function isServed({ workflowService, options }: Client, taskQueue: string): Promise<boolean> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: taskQueue },
  });
  const since = Date.now() - POLLED_WITHIN;
  return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > since);
}
