import type { Twilio } from 'twilio';
import type { CallControl } from './contract';

/** Hangs up a live call through Twilio's API (https://www.twilio.com/docs/voice/api/call-resource#update). */
export function createEndCall(client: (accountSid: string) => Promise<Twilio>): CallControl['endCall'] {
  return async ({ accountSid, callSid }) => {
    const twilio = await client(accountSid);
    await twilio.calls(callSid).update({ status: 'completed' });
  };
}
