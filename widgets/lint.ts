import type { Definition } from '../flow/definition';
import type { Finding } from './lint/finding';
import { lintReachability } from './lint/reachability';
import { lintReturnUrls } from './lint/return-urls';
import { lintSplits } from './lint/splits';
import { lintTemplates } from './lint/templates';
import { lintTransitions } from './lint/transitions';
import { inOrder } from './problem';

export type { Finding } from './lint/finding';

const rules = [lintReachability, lintTransitions, lintSplits, lintTemplates, lintReturnUrls];

/** What in a definition that can be run is most likely a mistake; state after state. */
export function lintDefinition(definition: Definition): Finding[] {
  return inOrder(rules.flatMap(rule => rule(definition)));
}
