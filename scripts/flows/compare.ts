import type { Definition, State } from '../../flow/definition';
import { isObject, type Json } from '../../flow/json';
import { branches, matchesShared } from './branches';
import { shorten, shortenBoth } from './shorten';

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
    const differences = known ? changesOf(known, state) : changes(new Map(), aboutOne(state));
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

function aboutOne(state: State): Map<string, string> {
  const told = Object.entries(state.properties).filter(([name]) => name !== 'offset');
  return new Map([['type', state.type], ...leaves(Object.fromEntries(told), ''), ...branches(state)]);
}

function changesOf(before: State, after: State): string[] {
  const order = 'order of match';
  return [
    ...changes(aboutOne(before), aboutOne(after)),
    ...changes(
      new Map([[order, matchesShared(before, after)]]),
      new Map([[order, matchesShared(after, before)]]),
    ),
  ];
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
    if (old === undefined) return [`+ ${key}: ${shorten(young ?? '')}`];
    if (young === undefined) return [`- ${key}: ${shorten(old)}`];
    return [`~ ${key}: ${shortenBoth(old, young).join(' -> ')}`];
  });
}

function shown(value: Json): string {
  return JSON.stringify(value);
}
