import type { Definition, State } from '../../flow/definition';
import { finding, type Finding } from './finding';

/** Events that happen in the best of flows, and what becomes of the contact where they lead nowhere. */
const matter: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'split-based-on': { noMatch: 'where no condition fits' },
  'gather-input-on-call': { timeout: 'when the caller says and presses nothing' },
  'send-and-wait-for-reply': { timeout: 'when no reply comes in time' },
  'make-http-request': { failed: 'when the request fails' },
  'run-function': { fail: 'when the function fails' },
  'add-twiml-redirect': {
    fail: 'when the application cannot be reached',
    failed: 'when the application cannot be reached',
  },
  'run-subflow': { failed: 'when the subflow fails' },
  'enqueue-call': { failedToEnqueue: 'when the call cannot be queued' },
  'send-to-flex': { failedToEnqueue: 'when the contact cannot be handed over' },
  'capture-payments': {
    maxFailedAttempts: 'when the payment is not accepted',
    providerError: 'when the payment provider fails',
  },
};

/**
 * Events that matter and lead nowhere, of widgets that go on otherwise: where no event leads anywhere the flow is
 * meant to end. Which events matter is ours to say.
 */
export function lintTransitions({ states }: Definition): Finding[] {
  return states.flatMap((state, index) => {
    if (!state.transitions.some(({ next }) => next !== undefined)) return [];
    return missing(state).map(({ event, when, at }) =>
      finding(
        `#/states/${index}/transitions${at < 0 ? '' : `/${at}`}`,
        `the flow ends without a word ${when}: "${event}" of "${state.name}" leads nowhere`,
        `connect "${event}" to a widget, such as one that says what went wrong`,
      ),
    );
  });
}

interface Missing {
  event: string;
  when: string;
  /** Which transition it is; -1: there is none. */
  at: number;
}

/** Of two spellings of one event, one is enough. */
function missing({ type, transitions }: State): Missing[] {
  const events = Object.entries(matter[type] ?? {});
  const found = new Map<string, Missing>();
  for (const [event, when] of events) {
    const at = transitions.findIndex(transition => transition.event === event);
    const known = found.get(when);
    if (!known || known.at < 0) found.set(when, { event, when, at });
  }
  return [...found.values()].filter(({ when }) => {
    const names = events.filter(([, other]) => other === when).map(([event]) => event);
    return !transitions.some(({ event, next }) => names.includes(event) && next !== undefined);
  });
}
