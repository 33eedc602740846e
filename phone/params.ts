import { randomUUID } from 'node:crypto';

/** Parameters of a request as Twilio sends them. */
export type Params = Record<string, string>;

/** https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
export type CallStatus =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';

/** `outbound-api`: an application has placed the call through the REST API. */
export type Direction = 'inbound' | 'outbound-api';

/** Who calls whom, and in whose account. */
export interface Parties {
  callSid: string;
  accountSid: string;
  /** E.164, `client:name` or `sip:…`. */
  from: string;
  to: string;
  /** Inbound unless told. */
  direction?: Direction;
}

/** A made-up SID: two letters and 32 hexadecimal digits. */
export function newSid(prefix: string): string {
  return prefix + randomUUID().replaceAll('-', '');
}

/** What Twilio sends with every request of a call (https://www.twilio.com/docs/voice/twiml#request-parameters). */
export function standardParams(
  { callSid, accountSid, from, to, direction = 'inbound' }: Parties,
  status: CallStatus,
): Params {
  return {
    CallSid: callSid,
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallStatus: status,
    Direction: direction,
    From: from,
    Caller: from,
    To: to,
    Called: to,
    ...place('From', from),
    ...place('Caller', from),
    ...place('To', to),
    ...place('Called', to),
  };
}

/** Twilio looks up where a telephone number belongs; what it cannot find out it sends empty. @param prefix such as `From` */
export function place(prefix: string, party: string): Params {
  if (!party.startsWith('+')) return {};
  const country = party.startsWith('+1') ? 'US' : '';
  return {
    [`${prefix}City`]: '',
    [`${prefix}State`]: '',
    [`${prefix}Zip`]: '',
    [`${prefix}Country`]: country,
  };
}
