import type { JsonObject } from '../../flow/json';

/** A state with a name that other states can lead to. */
type State = JsonObject & { name: string };

/** Where each event of a state leads. */
type Ways = Record<string, string | null>;

/** A flow that an incoming call enters at the first of these states, and a parent too. */
export function flowOf(...states: State[]): JsonObject {
  const first = states[0]?.name ?? null;
  const trigger = state('Trigger', 'trigger', {}, { incomingCall: first, incomingParent: first });
  return {
    description: 'A flow',
    states: [trigger, ...states],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  };
}

export function state(name: string, type: string, properties: JsonObject, ways: Ways): State {
  const transitions = Object.entries(ways).map(([event, next]) => ({
    event,
    ...(next !== null && { next }),
  }));
  return { name, type, transitions, properties };
}

/** Says a text, Liquid and all; the branch ends where no `next` is given. */
export function say(name: string, text: string, next: string | null = null): State {
  return state(name, 'say-play', { say: text, loop: 1 }, { audioComplete: next });
}

export function gather(name: string, text: string, ways: Ways): State {
  return state(
    name,
    'gather-input-on-call',
    { say: text, timeout: 5, stop_gather: true, finish_on_key: '#' },
    ways,
  );
}

export function redirect(name: string, properties: JsonObject, ways: Ways): State {
  return state(name, 'add-twiml-redirect', { method: 'POST', timeout: '14400', ...properties }, ways);
}
