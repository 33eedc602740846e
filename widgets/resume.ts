import type { ResumeRule } from './widget';

/** CallStatus of a call that is over (https://www.twilio.com/docs/voice/api/call-resource#call-status-values). */
export const TERMINAL_CALL_STATUSES = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

/** The request that a verb ends with tells that the caller has hung up. */
export const hangup: ResumeRule = { event: 'hangup', when: { CallStatus: TERMINAL_CALL_STATUSES } };

/** One rule for each event: taken when the parameter has one of the values. */
export function byValue(parameter: string, events: Record<string, string[]>): ResumeRule[] {
  return Object.entries(events).map(([event, values]) => ({ event, when: { [parameter]: values } }));
}
