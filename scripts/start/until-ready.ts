import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';

const PAUSE = 100;

/**
 * Waits until the gateway reaches Temporal.
 * @param url of its `/readyz`
 * @param patience milliseconds
 */
export async function untilReady(url: string, patience = Infinity): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    const status = await fetch(url).then(
      response => response.status,
      () => 0,
    );
    if (status === 200) return;
    if (Date.now() > deadline) throw new Error(`${url} is not ready.`);
    await sleep(PAUSE);
  }
}

/** Waits until a worker asks for what is to be done. */
export async function untilPolled(client: Client, taskQueue: string): Promise<void> {
  const { namespace } = client.options;
  for (;;) {
    const { pollers } = await client.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
    });
    if (pollers.length > 0) return;
    await sleep(PAUSE);
  }
}
