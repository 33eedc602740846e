import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, isRetryableError, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { ClientConnectConfig } from '@temporalio/envconfig';

/** About eight seconds altogether, so that an outage is told from a turn that takes long. */
const ATTEMPTS = 20;
const FIRST_DELAY = 25;
const LONGEST_DELAY = 500;
const MARGIN = 20;
const GRPC_FAILED_PRECONDITION = 9;

/**
 * Temporal undoes a workflow task that was to end the execution where something else has come in meanwhile, and all
 * updates that the task had taken: they have to be asked for again, under the same id.
 */
function isUndone({ code, details }: { code: number; details: string }): boolean {
  return code === GRPC_FAILED_PRECONDITION && details.includes('unexpected workflow task failure');
}

/** Somebody's own connection, and how to be done with it. */
export interface OwnConnection {
  connection: Connection;
  /** Whoever still asks is given up. */
  close: () => Promise<void>;
}

/**
 * A connection for somebody who has a caller waiting. It is made with the first request, so that a gateway
 * starts while Temporal is down; the SDK's usual back-off would outlast Twilio's patience.
 */
export function connect({ connectionOptions }: ClientConnectConfig): OwnConnection {
  let closing = false;
  /** Milliseconds since the epoch. */
  let nextAttempt = 0;
  const retry = makeGrpcRetryInterceptor({
    delayFunction: attempt => {
      const delay = Math.min(FIRST_DELAY * 2 ** (attempt - 1), LONGEST_DELAY);
      nextAttempt = Math.max(nextAttempt, Date.now() + delay);
      return delay;
    },
    retryableDecider: (attempt, status) =>
      !closing && attempt < ATTEMPTS && (isRetryableError(status) || isUndone(status)),
  });
  const connection = Connection.lazy({
    ...connectionOptions,
    interceptors: [retry],
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1000 },
  });
  const close = async (): Promise<void> => {
    closing = true;
    // An attempt on a closed connection throws where nobody can catch it.
    if (nextAttempt > Date.now()) await sleep(nextAttempt - Date.now() + MARGIN);
    await connection.close();
  };
  return { connection, close };
}
