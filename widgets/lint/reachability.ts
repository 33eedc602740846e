import type { Definition } from '../../flow/definition';
import { finding, type Finding } from './finding';
import { reachedFrom } from '../validate/reached-from';

/** Widgets that no way leads to. */
export function lintReachability({ states, initial_state }: Definition): Finding[] {
  const reached = reachedFrom(states, [initial_state]);
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
