import type { Twilio } from 'twilio';
import type { CallControl } from './contract';
import { updateCall } from './update-call';

/** Leads a live call to another document. */
export function createTakeBack(client: (accountSid: string) => Promise<Twilio>): CallControl['takeBack'] {
  return async ({ accountSid, callSid, url }) =>
    updateCall(await client(accountSid), callSid, { url, method: 'POST' });
}
