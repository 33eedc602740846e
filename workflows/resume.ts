import type { Params } from '../flow/json';
import type { ResumeRule } from '../widgets/widget';

/**
 * The rule by which a request resumes a waiting widget; undefined when none fits.
 * @param event the request's FlowEvent: names the last rule that is tried
 */
export function fittingRule(
  rules: readonly ResumeRule[],
  event: string | undefined,
  params: Params,
): ResumeRule | undefined {
  if (event === undefined)
    return rules.find(rule => (rule.plain ?? rule.when !== undefined) && fits(rule, params));
  const named = rules.findLastIndex(rule => (rule.flowEvent ?? rule.event) === event);
  // Before the named rule only those count that the request itself speaks for.
  return rules
    .slice(0, named + 1)
    .find((rule, index) => (index === named || rule.when !== undefined) && fits(rule, params));
}

function fits(rule: ResumeRule, params: Params): boolean {
  return Object.entries(rule.when ?? {}).every(([name, wanted]) => {
    const value = params[name] ?? '';
    return Array.isArray(wanted) ? wanted.includes(value) : wanted === (value !== '');
  });
}
