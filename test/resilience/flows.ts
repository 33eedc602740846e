import type { JsonObject } from '../../flow/json';
import { flowOf } from '../widgets/flows';

export { flowOf };

/** A state as exports write it. An event that leads nowhere is written with an empty name: the branch ends. */
export function state(
  name: string,
  type: string,
  properties: JsonObject,
  transitions: Record<string, string>,
): JsonObject {
  return {
    name,
    type,
    properties,
    transitions: Object.entries(transitions).map(([event, next]) => ({ event, ...(next && { next }) })),
  };
}

export const say = (name: string, text: string, next = ''): JsonObject =>
  state(name, 'say-play', { say: text }, { audioComplete: next });

/** Asks for a key; `next` gets whatever is pressed. Silence asks again. */
export const gather = (name: string, text: string, next = '', timeout = name): JsonObject =>
  state(
    name,
    'gather-input-on-call',
    { say: text, number_of_digits: 1 },
    { keypress: next, speech: next, timeout },
  );

export const http = (
  name: string,
  method: 'GET' | 'POST',
  url: string,
  next = '',
  failed = next,
  body = '',
): JsonObject => state(name, 'make-http-request', { method, url, body }, { success: next, failed });

export const variables = (name: string, values: Record<string, string>, next = ''): JsonObject =>
  state(
    name,
    'set-variables',
    { variables: Object.entries(values).map(([key, value]) => ({ key, value })) },
    { next },
  );
