/** Temporal takes 400 bytes, and four are the most that a character has. */
const LENGTH = 100;

/** A line for the Temporal UI, no longer than Temporal takes it. */
export function summaryOf(text: string): string {
  return text.slice(0, LENGTH);
}
