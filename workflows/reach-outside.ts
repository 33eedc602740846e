import {
  ActivityFailure,
  type ActivityOptions,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  type RetryPolicy,
} from '@temporalio/workflow';
import type { CallInput, CallResult, Then } from '../activities/contract';
import type { Closing } from './contract';
import type { ExecutionState } from './execution-state';
import { failedCall } from './failed-call';
import { summaryOf } from './summary';

/** Any widget type names an activity; the worker knows which there are. */
type CallActivities = Record<string, (call: CallInput) => Promise<CallResult>>;
export type Calling = Extract<Then, { kind: 'call' }>;

const ONCE: RetryPolicy = { maximumAttempts: 1 };
/** For what may be asked twice. */
const AGAIN: RetryPolicy = { maximumAttempts: 3 };
/** For what looks before it leaps. */
const PATIENTLY: RetryPolicy = { initialInterval: '1s', maximumInterval: '1m' };
const PATIENCE = '1h';
/** A call that says nothing for so long has lost its worker. */
const HEARTBEAT = '6s';

/** Runs a widget's own activity. @returns undefined: the execution is to end, and does not wait for it */
export async function callWidget(state: ExecutionState, call: Calling): Promise<CallResult | undefined> {
  const { type, widget, input, seconds, patient, idempotent, undo } = call;
  const activity = activities(widget, seconds, {
    retry: patient ? PATIENTLY : idempotent ? AGAIN : ONCE,
    ...(patient && { scheduleToCloseTimeout: PATIENCE }),
  })[type];
  if (!activity) throw new TypeError(`no activity ${type}`);
  const since = Date.now();
  try {
    return await unlessDismissed(state, () => activity({ input, session: state.session(type), since }));
  } catch (error) {
    if (undo !== undefined) await undoCall(state, { type, input: undo, since });
    if (isCancellation(error) && state.dismissed) return undefined;
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return failedCall(call, error);
  }
}

/** Cancels the work when the execution is told to end: what is tried again and again may go on for an hour. */
function unlessDismissed<T>(state: ExecutionState, work: () => Promise<T>): Promise<T> {
  const scope = new CancellationScope();
  return scope.run(async () => {
    const watching = condition(() => state.dismissed).catch(() => undefined);
    void watching.then(() => scope.cancel());
    try {
      return await work();
    } finally {
      scope.cancel();
    }
  });
}

/** At once where the execution goes on; else, or where that fails, at its end. */
async function undoCall(state: ExecutionState, closing: Closing): Promise<void> {
  const undone = await unlessDismissed(state, () => callClosing(state, closing));
  if (!undone) state.closing.push(closing);
}

/**
 * What widgets want done when the execution is over; it does not matter to it whether that comes about.
 * @returns whether it has
 */
export async function callClosing(state: ExecutionState, { type, ...call }: Closing): Promise<boolean> {
  const patience = { retry: PATIENTLY, scheduleToCloseTimeout: '10m' } as const;
  const activity = activities(`${type} is closed`, 15, patience)[type];
  try {
    await activity?.({ ...call, session: state.session(type) });
    return true;
  } catch {
    // Tried for long enough, or not any more.
    return false;
  }
}

function activities(summary: string, seconds: number, options: ActivityOptions): CallActivities {
  return proxyActivities<CallActivities>({
    startToCloseTimeout: seconds * 1000,
    heartbeatTimeout: HEARTBEAT,
    // What is under way, and done before it hears of it, has its step; what is to be undone is not made afterwards.
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    summary: summaryOf(summary),
    ...options,
  });
}
