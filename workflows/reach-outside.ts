import {
  ActivityFailure,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  type RetryPolicy,
} from '@temporalio/workflow';
import type { CallInput, CallResult, Then } from '../activities/contract';
import type { Json } from '../flow/json';
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
  const { type, widget, input, seconds, patient, idempotent } = call;
  const activity = activities(
    widget,
    seconds,
    patient ? PATIENTLY : idempotent ? AGAIN : ONCE,
    patient ? PATIENCE : undefined,
  )[type];
  if (!activity) throw new TypeError(`no activity ${type}`);
  try {
    return await unlessDismissed(state, () => activity({ input, session: state.session(type) }));
  } catch (error) {
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

/** What widgets want done when the execution is over; it does not matter to it whether that comes about. */
export async function callClosing(
  state: ExecutionState,
  closing: { type: string; input: Json },
): Promise<void> {
  const activity = activities(`${closing.type} is closed`, 15, PATIENTLY, '10m')[closing.type];
  try {
    await activity?.({ input: closing.input, session: state.session(closing.type) });
  } catch {
    // Tried for long enough.
  }
}

function activities(
  summary: string,
  seconds: number,
  retry: RetryPolicy,
  patience?: '1h' | '10m',
): CallActivities {
  return proxyActivities<CallActivities>({
    startToCloseTimeout: seconds * 1000,
    ...(patience && { scheduleToCloseTimeout: patience }),
    heartbeatTimeout: HEARTBEAT,
    retry,
    summary: summaryOf(summary),
  });
}
