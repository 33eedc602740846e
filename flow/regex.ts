import { fromJava } from './java-regex';
import { limits } from './limits';
import { TimeLimitError, withTimeLimit } from './time-limit';

/**
 * Does the whole subject match, whatever the case? The pattern is in Java's dialect, without slashes around it.
 * A pattern that cannot be read, or that takes too long, does not match; `explain` is told why.
 */
export function matchesPattern(
  pattern: string,
  subject: string,
  explain?: (reason: string) => void,
): boolean {
  if (pattern.length > limits.regexCharacters) {
    explain?.(`the regular expression is longer than ${limits.regexCharacters} characters`);
    return false;
  }
  try {
    const { source, flags } = fromJava(pattern);
    // On its own first: `a)(b` would be valid within the group below.
    new RegExp(source, 'u');
    // Sticky: the match begins where the subject begins, whatever ^ means in the pattern; it ends where that ends.
    return withTimeLimit(limits.regexMilliseconds, () =>
      new RegExp(`(?:${source})(?![^])`, `iuy${flags}`).test(subject),
    );
  } catch (error) {
    explain?.(`the regular expression ${problem(error)}`);
    return false;
  }
}

function problem(error: unknown): string {
  if (error instanceof TimeLimitError) return `was ${error.message}`;
  // V8's message repeats the whole pattern; its reason stands at the end.
  return `is not valid: ${String(error).split(': ').at(-1) ?? ''}`;
}
