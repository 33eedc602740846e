/**
 * SID of an execution's step: the execution's own digits and the step's number, so unique, and the same in every replay.
 * @param number 1 for the first step
 */
export function stepSid(executionSid: string, number: number): string {
  return `FT${executionSid.slice(2, 26)}${number.toString(16).padStart(8, '0')}`;
}
