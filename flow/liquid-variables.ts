import type { Liquid } from 'liquidjs';
import { createLiquid } from './liquid-dialect';
import { limits } from './limits';
import { isTemplate } from './template';
import { withTimeLimit } from './time-limit';

/** `['widgets', 'ask', 'Digits']`; a segment that is itself a variable is null. */
export type VariablePath = (string | null)[];

let liquid: Liquid | undefined;

/**
 * What a template asks of the Execution Context, as far as its text tells.
 * @throws Error that says why the template cannot be read
 */
export function variablesOf(template: string): VariablePath[] {
  if (!isTemplate(template)) return [];
  liquid ??= createLiquid();
  const parsing = liquid;
  const found = withTimeLimit(limits.templateMilliseconds, () =>
    parsing.globalVariableSegmentsSync(parsing.parse(template)),
  );
  return found.map(segments => segments.map(segment => (Array.isArray(segment) ? null : String(segment))));
}
