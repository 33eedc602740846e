import type { World } from './widget';

/**
 * Names one call of one widget, the same at all its attempts and nowhere else: what is marked with it at Twilio is
 * found by the next attempt when an answer was lost.
 */
export function callTag({ session, since }: World): string {
  return `${session.executionSid}-${since.getTime()}`;
}
