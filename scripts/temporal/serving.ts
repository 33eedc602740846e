import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { ClientConnectConfig } from '@temporalio/envconfig';

const PATIENCE = 30_000;
const PAUSE = 100;

/**
 * Waits until a Temporal server answers and knows the namespace.
 * @param signal given up by it
 */
export async function waitUntilServing(
  { connectionOptions, namespace = 'default' }: ClientConnectConfig,
  patience = PATIENCE,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + patience;
  const connection = Connection.lazy({
    ...connectionOptions,
    interceptors: [],
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': PAUSE, 'grpc.max_reconnect_backoff_ms': PAUSE },
  });
  try {
    for (;;) {
      try {
        await connection.withDeadline(deadline, () =>
          connection.workflowService.describeNamespace({ namespace }),
        );
        return;
      } catch (error) {
        if (Date.now() + PAUSE > deadline) throw error;
        await sleep(PAUSE, undefined, { signal });
      }
    }
  } finally {
    await connection.close();
  }
}
