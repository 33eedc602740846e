import { Connection, isRetryableError, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { ClientConnectConfig } from '@temporalio/envconfig';

/** About eight seconds altogether, so that an outage is told from a turn that takes long. */
const ATTEMPTS = 20;
const FIRST_DELAY = 25;
const LONGEST_DELAY = 500;
const GRPC_FAILED_PRECONDITION = 9;

const retry = makeGrpcRetryInterceptor({
  delayFunction: attempt => Math.min(FIRST_DELAY * 2 ** (attempt - 1), LONGEST_DELAY),
  retryableDecider: (attempt, status) => attempt < ATTEMPTS && (isRetryableError(status) || isUndone(status)),
});

/**
 * Temporal undoes a workflow task that was to end the execution where something else has come in meanwhile, and all
 * updates that the task had taken: they have to be asked for again, under the same id.
 */
function isUndone({ code, details }: { code: number; details: string }): boolean {
  return code === GRPC_FAILED_PRECONDITION && details.includes('unexpected workflow task failure');
}

/**
 * A connection for somebody who has a caller waiting. It is made with the first request, so that a gateway
 * starts while Temporal is down; the SDK's usual back-off would outlast Twilio's patience.
 */
export function connect({ connectionOptions }: ClientConnectConfig): Connection {
  return Connection.lazy({
    ...connectionOptions,
    interceptors: [retry],
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1000 },
  });
}
