import type { State } from '../../flow/definition';

/** Names of the states that these lead to, over any number of transitions, and of these themselves. */
export function reachedFrom(
  states: readonly Pick<State, 'name' | 'transitions'>[],
  starts: Iterable<string | undefined>,
): Set<string> {
  const ways = new Map(states.map(({ name, transitions }) => [name, transitions.map(({ next }) => next)]));
  const reached = new Set<string>();
  const open = [...starts];
  while (open.length > 0) {
    const name = open.pop();
    if (!name || reached.has(name)) continue;
    reached.add(name);
    open.push(...(ways.get(name) ?? []));
  }
  return reached;
}
