import type { Twilio } from 'twilio';
import { TwilioError } from '../widgets/twilio-error';
import type { CallControl } from './contract';

/** "Call is not in-progress": https://www.twilio.com/docs/api/errors/21220; and there is no such call. */
const GONE = new Set([21220, 20404]);

/** Leads a live call to another document (https://www.twilio.com/docs/voice/api/call-resource#update). */
export function createTakeBack(client: (accountSid: string) => Promise<Twilio>): CallControl['takeBack'] {
  return async ({ accountSid, callSid, url }) => {
    const twilio = await client(accountSid);
    try {
      await twilio.calls(callSid).update({ url, method: 'POST' });
      return true;
    } catch (error) {
      if (error instanceof TwilioError && GONE.has(error.code)) return false;
      throw error;
    }
  };
}
