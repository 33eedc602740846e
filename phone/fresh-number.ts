import { randomInt } from 'node:crypto';

/** A number from a range that is kept free for fiction, whose owner no flow is likely to have met. */
export function freshNumber(): string {
  return `+1555${randomInt(2_000_000, 10_000_000)}`;
}
