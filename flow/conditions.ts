import type { Condition, Transition } from './definition';
import { warning, type Warning } from './errors';
import { isDay } from './iso-day';
import { matchesPattern } from './regex';

type Warn = (warning: Warning) => void;
type Test = (subject: string, value: string, warn?: Warn) => boolean;

/**
 * The conditions of split-based-on (https://www.twilio.com/docs/studio/widget-library/split-based-on). Both sides
 * arrive trimmed; `text` makes a test blind to case. What is no number, time or date is neither before nor after
 * anything, and every text contains the empty one, as in Java (both inferred).
 */
const tests: Readonly<Record<string, Test>> = {
  equal_to: text((subject, value) => subject === value),
  not_equal_to: text((subject, value) => subject !== value),
  matches_any_of: text((subject, value) => entries(value).includes(subject)),
  does_not_match_any_of: text((subject, value) => !entries(value).includes(subject)),
  is_blank: subject => subject === '',
  is_not_blank: subject => subject !== '',
  regex: (subject, value, warn) => matchesPattern(value, subject, reason => warn?.(warning(81005, reason))),
  contains: text((subject, value) => subject.includes(value)),
  does_not_contain: text((subject, value) => !subject.includes(value)),
  starts_with: text((subject, value) => subject.startsWith(value)),
  does_not_start_with: text((subject, value) => !subject.startsWith(value)),
  less_than: ordered(number, (subject, value) => subject < value),
  greater_than: ordered(number, (subject, value) => subject > value),
  is_before_time: ordered(time, (subject, value) => subject < value),
  is_after_time: ordered(time, (subject, value) => subject > value),
  is_before_date: ordered(date, (subject, value) => subject < value),
  is_after_date: ordered(date, (subject, value) => subject > value),
};

/** All types that a condition may have. */
export const conditionTypes: readonly string[] = Object.keys(tests);

/**
 * Does a condition hold for rendered texts? `warn` is told of a regular expression that could not be used. An
 * unknown type never holds.
 */
export function matches(type: string, subject: string, value: string, warn?: Warn): boolean {
  const test = Object.hasOwn(tests, type) ? tests[type] : undefined;
  return test?.(subject.trim(), value.trim(), warn) ?? false;
}

/**
 * The first `match` transition, in their order, all of whose conditions hold (AND is inferred: exports have one
 * condition each); else `noMatch`, wherever it stands. Undefined: nothing matched and nobody said what then.
 */
export function chooseTransition(
  transitions: readonly Transition[],
  input: string,
  render: (template: string) => string,
  warn?: Warn,
): Transition | undefined {
  const rendered = once(render);
  const holds = (condition: Condition): boolean =>
    matches(condition.type, rendered(subjectOf(condition, input)), rendered(condition.value), warn);
  return (
    transitions.find(
      ({ event, conditions }) => event === 'match' && conditions?.length && conditions.every(holds),
    ) ?? transitions.find(({ event }) => event === 'noMatch')
  );
}

/**
 * What a condition looks at. Widgets copied by hand may have conditions whose argument is another variable than
 * the widget's input; then the condition means its argument (inferred).
 */
function subjectOf(condition: Condition, input: string): string {
  return condition.arguments[0] || input;
}

/** Most branches look at the same variable: it is rendered, and warned of, only once. */
function once(render: (template: string) => string): (template: string) => string {
  const known = new Map<string, string>();
  return template => {
    const before = known.get(template);
    if (before !== undefined) return before;
    const text = render(template);
    known.set(template, text);
    return text;
  };
}

function text(test: (subject: string, value: string) => boolean): Test {
  return (subject, value) => test(subject.toLowerCase(), value.toLowerCase());
}

/** Compares what both sides mean; false where either means nothing. */
function ordered<T>(read: (text: string) => T | undefined, test: (subject: T, value: T) => boolean): Test {
  return (subject, value) => {
    const [left, right] = [read(subject), read(value)];
    return left !== undefined && right !== undefined && test(left, right);
  };
}

/** Entries of a list such as `yes, yeah, yup`. */
function entries(list: string): string[] {
  return list
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '');
}

function number(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/u.test(text) ? Number(text) : undefined;
}

/** `HH:MM`, which sorts as it is. */
function time(text: string): string | undefined {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(text) ? text : undefined;
}

/** `YYYY-MM-DD`, which sorts as it is. */
function date(text: string): string | undefined {
  return isDay(text) ? text : undefined;
}
