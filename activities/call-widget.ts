import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { widgets } from '../widgets';
import { RetryLater } from '../widgets/retry-later';
import type { Widget } from '../widgets/widget';
import type { CallInput, CallResult } from './contract';
import { laterFailure } from './later-failure';
import { tellUnheard } from './unheard';
import { documentOf } from './wait-document';
import type { MakeWorld } from './world/world';

type CallActivity = (call: CallInput) => Promise<CallResult>;
/** A widget that reaches outside. */
type Caller = Pick<Widget, 'type' | 'failure'> & Required<Pick<Widget, 'call'>>;

/** Milliseconds. Temporal passes on as many heartbeats as the activity's time-out asks for. */
const HEARTBEAT = 1000;

/** Makes an activity, named by its widget type, of every widget that reaches outside. */
export function createCalls(world: MakeWorld): Record<string, CallActivity> {
  const activities = [...widgets.values()].flatMap(({ call, ...widget }) =>
    call ? [[widget.type, callActivity({ ...widget, call }, world)] as const] : [],
  );
  return Object.fromEntries(activities);
}

/** @throws ApplicationFailure that is retried where the widget wants it; CancelledFailure */
export function callActivity(widget: Caller, world: MakeWorld): CallActivity {
  return async ({ input, session, since }) => {
    // Without it a worker that was killed is missed only when the time of the whole call is over.
    const beats = setInterval(heartbeat, HEARTBEAT);
    try {
      const outcome = await widget.call(input, world(session, since));
      if (!('resume' in outcome)) return { kind: 'done', ...outcome };
      const { verbs, ...parked } = outcome;
      const { type, failure = null } = widget;
      return { kind: 'wait', ...documentOf(verbs, session), ...parked, type, failure };
    } catch (error) {
      if (error instanceof RetryLater && error.unheard) tellUnheard(activityInfo());
      throw toFailure(error);
    } finally {
      clearInterval(beats);
    }
  };
}

/** What no widget foresaw would go wrong again: it is not tried again, whatever the activity's policy says. */
function toFailure(error: unknown): unknown {
  if (error instanceof RetryLater) return laterFailure(error.message, error.milliseconds, error.givenUp);
  if (error instanceof ApplicationFailure || cancellationSignal().aborted) return error;
  return ApplicationFailure.fromError(error, { nonRetryable: true });
}
