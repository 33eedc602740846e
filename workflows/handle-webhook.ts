import type { Params } from '../flow/json';
import type { Webhook } from './contract';
import type { ExecutionState } from './execution-state';
import { fittingRule } from './resume';
import { callAgain, takeTurn } from './turn';

/**
 * A verb's own request may still be on its way when the status callback tells of the hang-up, and it knows
 * more: the recording, the dialled call. It is waited for this long.
 */
const HANGUP_GRACE_SECONDS = 2;

/** Moves the execution by one request, or leaves it where it is when the request is not for where it stands. */
export async function handleWebhook(state: ExecutionState, webhook: Webhook): Promise<void> {
  const { parked } = state;
  if (!parked) return;
  const { event, step, target, over = false, params = {} } = webhook;
  const stale = step !== undefined && step !== state.answered;
  // What started the execution, and a status callback, must not pass for an answer: they name no event.
  const bare = event === undefined && step === undefined && (over || webhook.params === undefined);
  const rule = stale || bare ? undefined : fittingRule(parked.resume, event, params);
  if (rule?.again) {
    await callAgain(state, target ?? 0, params);
  } else if (rule) {
    if (!parked.enter) state.receive(parked.widget, params, rule.under);
    await takeTurn(state, parked.enter ? null : rule.event);
  } else if (over) {
    hangUp(state, params);
  } else if (event !== undefined || webhook.params) {
    state.warn([
      { code: 81002, message: `Unexpected event ${event ?? '(none)'} at widget ${parked.widget}` },
    ]);
  }
}

/** Nothing came back in time. */
export async function strikeTimeout(state: ExecutionState): Promise<void> {
  const { parked } = state;
  if (parked?.timeout) await takeTurn(state, parked.timeout.event);
}

/** The caller is gone: the waiting widget's own way out is taken, or the execution is over. */
function hangUp(state: ExecutionState, params: Params): void {
  const { parked } = state;
  if (parked?.resume.some(rule => rule.event === 'hangup' || rule.tellsOfHangUp)) {
    state.receive(parked.widget, params);
    state.awaitLastRequest('hangup', Date.now() + HANGUP_GRACE_SECONDS * 1000);
  } else {
    state.end('hangup', '');
  }
}
