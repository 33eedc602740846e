import { ApplicationFailure } from '@temporalio/common';
import type { Twilio } from 'twilio';
import { TERMINAL_CALL_STATUSES } from '../widgets/resume';
import { TwilioError } from '../widgets/twilio-error';
import { unlessNotFound } from '../widgets/twilio-gone';
import { laterFailure } from './later-failure';

/** "Call is not in-progress": https://www.twilio.com/docs/api/errors/21220; and there is no such call. */
const GONE = new Set([21220, 20404]);
/** What is not in progress may yet ring, or has been answered in between. */
const OVER = new Set(TERMINAL_CALL_STATUSES);
/** Milliseconds after which such a call is asked for again. */
const RING = 1000;

type Update = Parameters<ReturnType<Twilio['calls']>['update']>[0];

/**
 * Changes a live call (https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource). To ask twice does
 * no harm, so whatever Twilio has not refused is to be tried again.
 * @returns false: the call is over
 * @throws ApplicationFailure
 */
export async function updateCall(twilio: Twilio, callSid: string, update: Update): Promise<boolean> {
  const call = twilio.calls(callSid);
  try {
    await call.update(update);
    return true;
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error;
    if (!GONE.has(error.code)) throw toFailure(error);
  }
  const found = await unlessNotFound(call.fetch()).catch((error: unknown) => {
    throw toFailure(error);
  });
  if (found && !OVER.has(found.status)) throw laterFailure('the call is not answered yet', RING);
  return false;
}

function toFailure(error: unknown): unknown {
  if (!(error instanceof TwilioError)) return error;
  const { accepted, code, message, retryAfter } = error;
  if (accepted === 'no') return ApplicationFailure.nonRetryable(`${code} ${message}`, 'TwilioError');
  return laterFailure(message, retryAfter);
}
