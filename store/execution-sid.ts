import { randomBytes } from 'node:crypto';

/** Hex digits of the milliseconds since the epoch. */
const TIME_DIGITS = 12;
/** An execution's SID without `FN`. */
const DIGITS = 32;
/** Nothing was created before; what was made otherwise, as tools and tests do, seems to be. */
const EPOCH = Date.UTC(2025, 0, 1);
const DAY = 24 * 3600 * 1000;

/** SIDs tell when their execution was created, and sort by it. */
export function newExecutionSid(now = Date.now()): string {
  return timeOf(now) + randomBytes((DIGITS - TIME_DIGITS) / 2).toString('hex');
}

/** Milliseconds since the epoch; undefined where the SID does not tell. */
export function createdAt(executionSid: string): number | undefined {
  const time = parseInt(executionSid.slice(2, 2 + TIME_DIGITS), 16);
  return time >= EPOCH && time < Date.now() + DAY ? time : undefined;
}

/** No SID that was made at that time, or later, is less. */
export function firstSidAt(time: number): string {
  return timeOf(time).padEnd(2 + DIGITS, '0');
}

function timeOf(time: number): string {
  return `FN${time.toString(16).padStart(TIME_DIGITS, '0')}`;
}
