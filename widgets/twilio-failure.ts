import { warning, type StudioCode } from '../flow/errors';
import { RetryLater } from './retry-later';
import { TwilioError } from './twilio-error';
import type { Done } from './widget';

/**
 * What becomes of a widget whose request to Twilio has failed: its failure transition, with Twilio's code and
 * message.
 * @param code what Studio calls it, where it has a word for that
 * @param findable the next attempt looks whether this one was accepted after all
 * @param alone the request is the only one by which the widget changes anything
 * @throws RetryLater where it is to be tried again; what is no TwilioError
 */
export function failure(
  error: unknown,
  { event, code, findable, alone }: { event: string; code?: StudioCode; findable: boolean; alone?: true },
): Done {
  if (!(error instanceof TwilioError)) throw error;
  const { accepted, message, retryAfter } = error;
  if (accepted === 'later') throw new RetryLater(message, retryAfter, alone);
  if (accepted === 'maybe' && findable) throw new RetryLater(message, retryAfter);
  const note = code ? warning(code, `${error.code} ${message}`) : { code: error.code, message };
  return { event, warnings: [note] };
}
