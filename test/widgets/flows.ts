import type { JsonObject } from '../../flow/json';

export const otherSid = (digit: number) => `FW${String(digit).repeat(32)}`;

/** A flow in which a call, a message, a request and a parent lead to the given states, one after the other. */
export function flowOf(...states: JsonObject[]): JsonObject & { states: JsonObject[] } {
  const first = states[0]?.['name'] ?? null;
  const events = ['incomingMessage', 'incomingCall', 'incomingRequest', 'incomingParent'];
  const trigger: JsonObject = {
    name: 'Trigger',
    type: 'trigger',
    transitions: events.map(event => ({ event, next: first })),
    properties: { offset: { x: 0, y: 0 } },
  };
  return {
    description: 'A New Flow',
    states: [trigger, ...states],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  };
}

/** A state without transitions. */
export function stateOf(type: string, properties: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return { name: 'widget', type, transitions: [], properties, ...more };
}
