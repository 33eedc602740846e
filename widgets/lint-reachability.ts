import type { Definition } from '../flow/definition';
import { finding, type Finding } from './finding';

/** Widgets that no way leads to. */
export function lintReachability({ states, initial_state }: Definition): Finding[] {
  const ways = new Map(states.map(({ name, transitions }) => [name, transitions.map(({ next }) => next)]));
  const reached = new Set<string>();
  const open: (string | undefined)[] = [initial_state];
  while (open.length > 0) {
    const name = open.pop();
    if (name === undefined || reached.has(name)) continue;
    reached.add(name);
    open.push(...(ways.get(name) ?? []));
  }
  return states.flatMap(({ name }, index) =>
    reached.has(name)
      ? []
      : finding(
          `#/states/${index}`,
          `no way leads from the trigger to "${name}"`,
          'connect a transition to it, or delete it',
        ),
  );
}
