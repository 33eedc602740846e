import { proxyLocalActivities, upsertSearchAttributes } from '@temporalio/workflow';
import type { LocalActivities, Then, Turn } from '../activities/contract';
import { innermost } from '../flow/changes';
import type { Json, Params } from '../flow/json';
import type { ExecutionState } from './execution-state';
import { listen } from './listen';
import { callWidget, type Calling } from './reach-outside';
import { searchAttributes } from './search-attributes';
import { summaryOf } from './summary';

type CutShort = Extract<Then, { kind: 'more' }>;

/**
 * Runs widget after widget until one waits or the flow ends.
 * @param event the event that the present widget is left by; null: it is yet to be run
 */
export async function takeTurn(state: ExecutionState, event: string | null): Promise<void> {
  let cut: CutShort | undefined;
  state.parked = null;
  for (;;) {
    const { steps, streak, then } = await advance(state, event, cut);
    state.record(steps, new Date().toISOString());
    state.streak = streak;
    switch (then.kind) {
      case 'wait':
        if (then.output) state.change({ kind: 'widget', widget: then.widget, output: then.output });
        state.park(then.widget, then, Date.now());
        return;
      case 'end':
        state.warn(then.warnings);
        state.end(then.reason, then.twiml, then.words);
        return;
      case 'more':
        event = null;
        cut = then;
        break;
      case 'call': {
        state.warn(then.warnings);
        // Nothing more reaches anybody.
        if (state.dismissed) {
          state.end('ended', '');
          return;
        }
        const left = await reachOutside(state, then);
        if (left === null) return;
        event = left;
        cut = undefined;
        break;
      }
    }
  }
}

/** Calls the waiting widget again, with one of the inputs it prepared: it answers, or is left. */
export async function callAgain(state: ExecutionState, target: number, params: Params): Promise<void> {
  const { parked } = state;
  const input = parked?.further?.[target];
  if (!parked || parked.type === undefined || input === undefined) return;
  const left = await reachOutside(state, {
    kind: 'call',
    widget: parked.widget,
    type: parked.type,
    input: { ...(input as Record<string, Json>), params },
    idempotent: false,
    seconds: 20,
    failure: parked.failure ?? null,
  });
  if (left !== null) await takeTurn(state, left);
}

async function advance(state: ExecutionState, event: string | null, cut?: CutShort) {
  const turn: Turn = {
    session: state.session(),
    channel: state.input.channel,
    params: state.params,
    frames: state.frames,
    event,
    live: state.live,
    ...(state.call && { callSid: state.call.sid }),
    taken: state.steps.length,
    streak: state.streak,
    ...(cut?.verbs && { verbs: cut.verbs }),
    ...(cut && { written: cut.written, milliseconds: cut.milliseconds }),
  };
  const { advance } = proxyLocalActivities<LocalActivities>({
    startToCloseTimeout: '10s',
    scheduleToCloseTimeout: '2m',
    summary: summaryOf(innermost(state.frames).widget || state.input.trigger),
  });
  return advance(turn);
}

/** @returns the event to leave the widget by; null: it said something and waits */
async function reachOutside(state: ExecutionState, call: Calling): Promise<string | null> {
  state.asking = call.replies;
  if (call.replies) await listen(state);
  const result = await callWidget(state, call);
  state.asking = undefined;
  if (!result) {
    state.end('ended', '');
    return null;
  }
  if (result.output) state.change({ kind: 'widget', widget: call.widget, output: result.output });
  if (result.kind === 'wait') {
    state.park(call.widget, result, Date.now());
    if (result.callSid !== undefined) {
      upsertSearchAttributes([{ key: searchAttributes.callSid, value: result.callSid }]);
    }
    if (state.stopped) state.end(state.stopped, '');
    // Nothing is expected to come back.
    else if (result.resume.length === 0) state.end('completed', result.twiml);
    return null;
  }
  state.warn(result.warnings);
  if (result.flow) state.change({ kind: 'flow', flow: result.flow });
  if (result.closing !== undefined) state.closing.push({ type: call.type, input: result.closing });
  return result.event;
}
