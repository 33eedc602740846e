import type { State, Transition } from '../../flow/definition';

/** Where each event leads, under which conditions. Of those that are there twice, the first one is taken. */
export function branches({ transitions }: State): Map<string, string> {
  const facts = new Map<string, string>();
  for (const transition of transitions) {
    const key = [`on ${transition.event}`, ...conditionsOf(transition)].join(' if ');
    const target = transition.next === undefined ? 'end' : `go to ${transition.next}`;
    const first = facts.get(key);
    facts.set(key, first === undefined ? target : `${first}, never ${target}`);
  }
  return facts;
}

/** The conditions of those branches that `other` has, too, in their order: the first one that fits is taken. */
export function matchesShared(state: State, other: State): string {
  const theirs = new Set(matches(other));
  return [...new Set(matches(state))].filter(match => theirs.has(match)).join(', ');
}

function matches({ transitions }: State): string[] {
  return transitions
    .filter(({ event }) => event === 'match')
    .map(transition => conditionsOf(transition).join(' if '));
}

function conditionsOf({ conditions = [] }: Transition): string[] {
  return conditions.map(({ arguments: on, type, value }) => `${on.join(' ')} ${type} ${value}`);
}
