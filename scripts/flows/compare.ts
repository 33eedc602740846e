import type { Definition, State } from '../../flow/definition';
import { isObject, type Json } from '../../flow/json';

/** Characters of a value that are shown. */
const SHOWN = 60;

/**
 * What `after` changes, widget by widget, a line for each change; none: they do the same. Where widgets stand on the
 * canvas is left out.
 */
export function compare(before: Definition, after: Definition): string[] {
  const [old, young] = [before, after].map(({ states }) => new Map(states.map(state => [state.name, state])));
  const lines = changes(aboutAll(before), aboutAll(after));
  for (const [name, state] of old ?? []) if (!young?.has(name)) lines.push(`- ${title(state)}`);
  for (const [name, state] of young ?? []) {
    const known = old?.get(name);
    if (!known) lines.push(`+ ${title(state)}`);
    const differences = changes(known ? aboutOne(known) : new Map(), aboutOne(state));
    if (known && differences.length > 0) lines.push(`~ ${title(state)}`);
    lines.push(...differences.map(line => `    ${line}`));
  }
  return lines;
}

function title({ name, type }: State): string {
  return `${name} (${type})`;
}

function aboutAll({ description = '', initial_state, flags }: Definition): Map<string, string> {
  return new Map([
    ['description', shown(description)],
    ['initial_state', shown(initial_state)],
    ['allow_concurrent_calls', shown(flags?.allow_concurrent_calls ?? true)],
  ]);
}

function aboutOne({ type, properties, transitions }: State): Map<string, string> {
  const told = Object.entries(properties).filter(([name]) => name !== 'offset');
  const facts = new Map([['type', type], ...leaves(Object.fromEntries(told), '')]);
  for (const { event, next, conditions = [] } of transitions) {
    const when = conditions.map(({ arguments: on, type: how, value }) => `${on.join(' ')} ${how} ${value}`);
    facts.set([`on ${event}`, ...when].join(' if '), next === undefined ? 'end' : `go to ${next}`);
  }
  return facts;
}

function leaves(value: Json, path: string): [string, string][] {
  const within = (name: string | number): string => (path === '' ? String(name) : `${path}.${name}`);
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, within(index)));
  if (isObject(value)) return Object.entries(value).flatMap(([name, item]) => leaves(item, within(name)));
  return [[path, JSON.stringify(value)]];
}

function changes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(key => {
    const [old, young] = [before.get(key), after.get(key)];
    if (old === young) return [];
    if (old === undefined) return [`+ ${key}: ${short(young ?? '')}`];
    if (young === undefined) return [`- ${key}: ${short(old)}`];
    return [`~ ${key}: ${short(old)} -> ${short(young)}`];
  });
}

function shown(value: Json): string {
  return JSON.stringify(value);
}

function short(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
