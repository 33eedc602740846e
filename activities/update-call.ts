import { ApplicationFailure } from '@temporalio/common';
import type { Twilio } from 'twilio';
import { TwilioError } from '../widgets/twilio-error';
import { laterFailure } from './later-failure';

/** "Call is not in-progress": https://www.twilio.com/docs/api/errors/21220; and there is no such call. */
const GONE = new Set([21220, 20404]);

type Update = Parameters<ReturnType<Twilio['calls']>['update']>[0];

/**
 * Changes a live call (https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource). To ask twice does
 * no harm, so whatever Twilio has not refused is to be tried again.
 * @returns false: the call is over
 * @throws ApplicationFailure
 */
export async function updateCall(twilio: Twilio, callSid: string, update: Update): Promise<boolean> {
  try {
    await twilio.calls(callSid).update(update);
    return true;
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error;
    if (GONE.has(error.code)) return false;
    const { accepted, code, message, retryAfter } = error;
    if (accepted === 'no') throw ApplicationFailure.nonRetryable(`${code} ${message}`, 'TwilioError');
    throw laterFailure(message, retryAfter);
  }
}
