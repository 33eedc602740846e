import { warning, type StudioCode } from '../flow/errors';
import { RetryLater } from './retry-later';
import { TwilioError } from './twilio-error';
import type { Done } from './widget';

/**
 * What becomes of a widget whose request to Twilio has failed: its failure transition, with Twilio's code and
 * message. Where it is not known whether Twilio has accepted it, the next attempt looks.
 * @param code what Studio calls it, where it has a word for that
 * @param alone the request is the only one by which the widget changes anything
 * @throws RetryLater where it is to be tried again; what is no TwilioError
 */
export function failure(
  error: unknown,
  { event, code, alone }: { event: string; code?: StudioCode; alone?: true },
): Done {
  if (!(error instanceof TwilioError)) throw error;
  const { accepted, message, retryAfter } = error;
  if (accepted !== 'no') throw new RetryLater(message, retryAfter, alone && accepted === 'later');
  const note = code ? warning(code, `${error.code} ${message}`) : { code: error.code, message };
  return { event, warnings: [note] };
}
