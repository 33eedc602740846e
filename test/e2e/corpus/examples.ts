import fc from 'fast-check';
import { isTemplate } from '../../../flow/template';
import { fromJava } from '../../../flow/java-regex';

/** How many texts are tried until a regular expression has made one that can be typed. */
const ATTEMPTS = 200;

/** Values for which a condition holds or, where that is easier, does not; none where they cannot be told. */
export function examplesOf(type: string, value: string): string[] {
  // Another variable's value.
  if (isTemplate(value)) return [];
  switch (type) {
    case 'matches_any_of':
    case 'does_not_match_any_of':
      return value.split(',').map(entry => entry.trim());
    case 'greater_than':
    case 'less_than':
      return [Number(value) - 1, Number(value) + 1].map(String);
    case 'is_blank':
    case 'is_not_blank':
      return [''];
    case 'is_before_time':
    case 'is_after_time':
      return ['00:00', '23:59'];
    case 'is_before_date':
    case 'is_after_date':
      return ['1970-01-01', '9999-12-31'];
    case 'regex':
      return matching(value);
    default:
      return [value];
  }
}

function matching(pattern: string): string[] {
  const texts = fc.stringMatching(new RegExp(`^(?:${fromJava(pattern).source})$`, 'u'));
  const samples = fc.sample(texts, { numRuns: ATTEMPTS, seed: 1 });
  return samples.filter(text => /^[ -~]+$/.test(text) && text.trim() === text).slice(0, 1);
}
