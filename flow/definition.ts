import { isObject, type JsonObject } from './json';

/** A flow as Twilio Studio exports it (https://www.twilio.com/docs/studio/rest-api/v2/schemas). */
export interface Definition {
  description?: string;
  states: State[];
  initial_state: string;
  flags?: { allow_concurrent_calls?: boolean };
}

/** One widget on the canvas. */
export interface State {
  name: string;
  type: string;
  transitions: Transition[];
  properties: JsonObject;
}

/** `next` is absent where the branch ends; exports also write null or "" for that. */
export interface Transition {
  event: string;
  next?: string;
  conditions?: Condition[];
}

export interface Condition {
  friendly_name: string;
  arguments: string[];
  type: string;
  value: string;
}

/** A definition that cannot be understood; says where, and what to do about it. */
export class DefinitionError extends Error {
  constructor(
    /** A JSON pointer such as `#/states/3/name`. */
    readonly path: string,
    problem: string,
  ) {
    super(`${path} ${problem}`);
    this.name = 'DefinitionError';
  }
}

/**
 * Reads a definition as leniently as its meaning allows, for exports of all ages and edits by hand: keys that are
 * not known are dropped, what has an obvious default may be absent. Whether the flow makes sense (types, events,
 * targets of transitions) is the validation's question, not this one's.
 * @param json parsed JSON
 * @throws DefinitionError
 */
export function loadDefinition(json: unknown): Definition {
  const flow = object(json, '#');
  const states = list(flow['states'], '#/states').map((state, index) =>
    loadState(state, `#/states/${index}`),
  );
  if (states.length === 0) throw new DefinitionError('#/states', 'must hold at least the trigger');
  const flags = flow['flags'];
  return {
    ...(typeof flow['description'] === 'string' && { description: flow['description'] }),
    states,
    initial_state: name(flow['initial_state'] ?? 'Trigger', '#/initial_state'),
    ...(isObject(flags) &&
      typeof flags['allow_concurrent_calls'] === 'boolean' && {
        flags: { allow_concurrent_calls: flags['allow_concurrent_calls'] },
      }),
  };
}

function loadState(json: unknown, path: string): State {
  const state = object(json, path);
  const type = name(state['type'], `${path}/type`);
  return {
    name: name(state['name'] ?? (type === 'trigger' ? 'Trigger' : undefined), `${path}/name`),
    type,
    transitions: list(state['transitions'] ?? [], `${path}/transitions`).map((transition, index) =>
      loadTransition(transition, `${path}/transitions/${index}`),
    ),
    properties: object(state['properties'] ?? {}, `${path}/properties`),
  };
}

function loadTransition(json: unknown, path: string): Transition {
  const transition = object(json, path);
  const next = transition['next'] ?? '';
  const conditions = transition['conditions'] ?? undefined;
  return {
    event: name(transition['event'], `${path}/event`),
    ...(next !== '' && { next: name(next, `${path}/next`) }),
    ...(conditions !== undefined && {
      conditions: list(conditions, `${path}/conditions`).map((condition, index) =>
        loadCondition(condition, `${path}/conditions/${index}`),
      ),
    }),
  };
}

function loadCondition(json: unknown, path: string): Condition {
  const condition = object(json, path);
  return {
    friendly_name: text(condition['friendly_name'], `${path}/friendly_name`),
    arguments: list(condition['arguments'] ?? [], `${path}/arguments`).map((argument, index) =>
      text(argument, `${path}/arguments/${index}`),
    ),
    type: name(condition['type'], `${path}/type`),
    value: text(condition['value'], `${path}/value`),
  };
}

function object(json: unknown, path: string): JsonObject {
  if (isObject(json)) return json;
  throw new DefinitionError(path, `must be an object, not ${kind(json)}`);
}

function list(json: unknown, path: string): unknown[] {
  if (Array.isArray(json)) return json;
  throw new DefinitionError(path, `must be a list, not ${kind(json)}`);
}

function name(json: unknown, path: string): string {
  if (typeof json === 'string' && json !== '') return json;
  throw new DefinitionError(path, `must be a text that is not empty, not ${json === '' ? '""' : kind(json)}`);
}

/** What is compared as a text may be written as a number or a boolean. */
function text(json: unknown, path: string): string {
  if (typeof json === 'string') return json;
  if (typeof json === 'number' || typeof json === 'boolean') return String(json);
  if (json === undefined || json === null) return '';
  throw new DefinitionError(path, `must be a text, not ${kind(json)}`);
}

function kind(json: unknown): string {
  if (json === undefined) return 'absent';
  if (json === null) return 'null';
  return Array.isArray(json) ? 'a list' : `a value of type ${typeof json}`;
}
