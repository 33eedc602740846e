import type { Twilio } from 'twilio';
import type { CallControl } from './contract';
import { updateCall } from './update-call';

/** Hangs up a live call through Twilio's API. */
export function createEndCall(client: (accountSid: string) => Promise<Twilio>): CallControl['endCall'] {
  return async ({ accountSid, callSid }) => {
    await updateCall(await client(accountSid), callSid, { status: 'completed' });
  };
}
