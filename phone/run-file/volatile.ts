import { withoutNumber } from './own-number';

/** What is never the same twice, and what stands for it. */
const volatile: [RegExp, string][] = [
  [/\b[A-Z]{2}[0-9a-f]{32}\b/g, '<sid>'],
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '<id>'],
  [/\b[0-9a-f]{32,}\b/gi, '<token>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? \w{3} \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})/g, '<time>'],
  [/(\/\/(?:127\.0\.0\.1|localhost|\[::1\])):\d+/g, '$1'],
];

/** What an author writes where anything may stand. */
const ANY = '<any>';

/** Takes out of a text what is different in every run. @param from number that was made up for this one */
export function withoutVolatile(text: string, from?: string): string {
  const known = from === undefined ? text : withoutNumber(text, from);
  return volatile.reduce((rest, [pattern, name]) => rest.replace(pattern, name), known);
}

/** Is a text what a file expects? */
export function isAsExpected(expected: string, got: string): boolean {
  const parts = expected.split(ANY);
  if (parts.length === 1) return expected === got;
  const pattern = parts.map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[^]*');
  return new RegExp(`^${pattern}$`).test(got);
}
