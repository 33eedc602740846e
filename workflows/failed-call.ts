import { type ActivityFailure, ApplicationFailure, TemporalFailure } from '@temporalio/workflow';
import type { CallResult } from '../activities/contract';
import { warning } from '../flow/errors';

type Done = Omit<Extract<CallResult, { kind: 'done' }>, 'kind'>;

/**
 * How a widget is left whose activity has failed: as it says itself where it was tried for long enough; else its
 * worker died under it, or it failed in a way that it did not foresee.
 */
export function failedCall(
  { widget, failure }: { widget: string; failure: string | null },
  error: ActivityFailure,
): CallResult {
  const [givenUp] = (laterFailure(error)?.details ?? []) as (Done | undefined)[];
  if (givenUp) return { kind: 'done', ...givenUp };
  const { message } = error.cause ?? error;
  return { kind: 'done', event: failure ?? '', warnings: [warning(81014, `${widget}: ${message}`)] };
}

/** Where the time is up while an attempt runs, the failure of the one before stands behind the time-out. */
function laterFailure(error: unknown): ApplicationFailure | undefined {
  if (error instanceof ApplicationFailure) return error.type === 'RetryLater' ? error : undefined;
  return error instanceof TemporalFailure ? laterFailure(error.cause) : undefined;
}
