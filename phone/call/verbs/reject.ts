import { PhoneError } from '../../errors';
import type { Verb } from '../line';

/** https://www.twilio.com/docs/voice/twiml/reject: only a call that still rings can be turned away. */
export const reject: Verb = ({ attributes }, line) => {
  if (line.status !== 'ringing') {
    throw new PhoneError(
      `${line.page.url}: <Reject> must be the first verb; the call has been answered before it`,
    );
  }
  return { do: 'end', reason: 'rejected', status: attributes['reason'] === 'busy' ? 'busy' : 'no-answer' };
};
