import { warning, type StudioCode, type Warning } from '../flow/errors';
import type { JsonObject } from '../flow/json';
import { RetryLater } from './retry-later';
import { TwilioError } from './twilio-error';
import type { Done } from './widget';

interface Failing {
  event: string;
  /** What Studio calls it, where it has a word for that. */
  code?: StudioCode;
  /** The widget's output, of what Twilio says. */
  output?: (why: { ErrorCode: number; ErrorMessage: string }) => JsonObject;
  /** The request is the only one by which the widget changes anything. */
  alone?: true;
}

/**
 * What becomes of a widget whose request to Twilio has failed: its failure transition, with Twilio's code and
 * message. Where it is not known whether Twilio has accepted it, the next attempt looks.
 * @throws RetryLater where it is to be tried again, with the same for when that is given up; what is no TwilioError
 */
export function failure(error: unknown, { event, code, output, alone }: Failing): Done {
  if (!(error instanceof TwilioError)) throw error;
  const { accepted, message, retryAfter } = error;
  const done = {
    event,
    warnings: [note(error, code)],
    ...(output && { output: output({ ErrorCode: error.code, ErrorMessage: message }) }),
  };
  if (accepted !== 'no') throw new RetryLater(message, retryAfter, alone && accepted === 'later', done);
  return done;
}

function note({ code, message }: TwilioError, studioCode?: StudioCode): Warning {
  // Twilio has not said a word.
  if (code === 0) return warning(studioCode ?? 81014, message);
  return studioCode ? warning(studioCode, `${code} ${message}`) : { code, message };
}
