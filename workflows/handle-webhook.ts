import { upsertSearchAttributes } from '@temporalio/workflow';
import type { Params } from '../flow/json';
import { LISTEN, type Webhook } from './contract';
import type { ExecutionState } from './execution-state';
import { fittingRule } from './resume';
import { searchAttributes } from './search-attributes';
import { callAgain, takeTurn } from './turn';

/**
 * A verb's own request may still be on its way when the status callback tells of the hang-up, and it knows
 * more: the recording, the dialled call. It is waited for this long.
 */
const HANGUP_GRACE_SECONDS = 2;

/**
 * Moves the execution by one request, or leaves it where it is when the request is not for where it stands.
 * @returns false: it is a message for a new execution, which this one makes way for
 */
export async function handleWebhook(state: ExecutionState, webhook: Webhook): Promise<boolean> {
  const { parked } = state;
  if (!parked) return true;
  const { event, step, target, sid, over = false, callback = false, params = {} } = webhook;
  if (event === LISTEN) return true;
  const stale = step !== undefined && step !== state.answered;
  // What started the execution, and a hang-up, must not pass for an answer: they name no event.
  const bare =
    !callback && event === undefined && step === undefined && (over || webhook.params === undefined);
  const rule = stale || bare ? undefined : fittingRule(parked.resume, webhook);
  if (rule?.again) {
    await callAgain(state, target ?? 0, params);
  } else if (rule) {
    const another = rule.begins && state.begin(sid);
    if (another) upsertSearchAttributes([{ key: searchAttributes.callSid, value: another }]);
    if (parked.enter) state.remind(params, rule);
    else state.receive(parked.widget, params, rule);
    await takeTurn(state, parked.enter ? null : rule.event);
  } else if (over) {
    hangUp(state, webhook);
  } else if (webhook.message) {
    return keep(state, params);
  } else if (!callback && (event !== undefined || webhook.params)) {
    unexpected(state, event);
  }
  return true;
}

/** Nothing came back in time. */
export async function strikeTimeout(state: ExecutionState): Promise<void> {
  const { timeout, resume = [] } = state.parked ?? {};
  if (!timeout) return;
  // An application's pages were waited for, which lead nowhere now.
  if (timeout.event === 'hangup' && resume.some(rule => rule.again)) state.end(state.stopped ?? 'hangup', '');
  else await takeTurn(state, timeout.event);
}

/** A message that was kept is offered to the widget that waits now. @returns whether it was taken */
export async function offerKept(state: ExecutionState): Promise<boolean> {
  const { parked, kept } = state;
  const [params] = kept;
  const rule = params && parked ? fittingRule(parked.resume, { message: true, params }) : undefined;
  if (!params || !parked || !rule) return false;
  kept.shift();
  state.receive(parked.widget, params, rule);
  await takeTurn(state, rule.event);
  return true;
}

/** What the contact writes while something else is waited for. @returns false: the execution makes way for it */
function keep(state: ExecutionState, params: Params): boolean {
  const { onActive, strictEvents } = state.input;
  if (onActive === 'supersede') {
    state.stopped ??= 'superseded';
    state.end('superseded', '');
    return false;
  }
  if (onActive === 'reject' || strictEvents) unexpected(state, undefined);
  else state.kept.push(params);
  return true;
}

export function unexpected(state: ExecutionState, event: string | undefined): void {
  const widget = state.parked?.widget ?? 'that is running';
  state.warn([{ code: 81002, message: `Unexpected event ${event ?? '(none)'} at widget ${widget}` }]);
}

/** The other side is gone: the waiting widget's own way out is taken, or the execution is over. */
function hangUp(state: ExecutionState, { sid, params = {} }: Webhook): void {
  const { parked, call } = state;
  const writes = parked?.resume.some(rule => rule.message);
  // The conversation is over; whoever is called is still there.
  if (sid === undefined && state.calls) {
    state.close();
    return;
  }
  // Who was called by the execution has hung up; whoever writes is still there.
  if (call?.placed && sid !== undefined && writes && !state.closed) return;
  const teller = parked?.resume.find(rule => rule.event === 'hangup' || rule.tellsOfHangUp);
  if (parked && teller) {
    if (!teller.again) state.receive(parked.widget, params);
    state.awaitLastRequest('hangup', Date.now() + HANGUP_GRACE_SECONDS * 1000);
  } else {
    const written = sid === undefined && state.input.channel !== 'call';
    state.end(written ? 'closed' : 'hangup', '');
  }
}
