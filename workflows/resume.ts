import type { Params } from '../flow/json';
import type { ResumeRule } from '../widgets/widget';
import type { Webhook } from './contract';

/** The rule by which a request resumes a waiting widget; undefined when none fits. */
export function fittingRule(rules: readonly ResumeRule[], webhook: Webhook): ResumeRule | undefined {
  const { event, message, callback, params = {} } = webhook;
  if (callback) return rules.find(rule => rule.callback && fits(rule, params));
  if (event === undefined && message) return rules.find(rule => rule.message && fits(rule, params));
  if (event === undefined) return rules.find(rule => speaksForItself(rule) && fits(rule, params));
  // The FlowEvent names the last rule that is tried.
  const named = rules.findLastIndex(rule => (rule.flowEvent ?? rule.event) === event);
  // Before the named rule only those count that the request itself speaks for.
  return rules
    .slice(0, named + 1)
    .find((rule, index) => (index === named || rule.when !== undefined) && fits(rule, params));
}

function speaksForItself({ plain, when, message, callback }: ResumeRule): boolean {
  return !message && !callback && (plain ?? when !== undefined);
}

function fits(rule: ResumeRule, params: Params): boolean {
  return Object.entries(rule.when ?? {}).every(([name, wanted]) => {
    const value = params[name] ?? '';
    return Array.isArray(wanted) ? wanted.includes(value) : wanted === (value !== '');
  });
}
