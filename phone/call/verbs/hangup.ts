import type { Verb } from '../line';

/** https://www.twilio.com/docs/voice/twiml/hangup: as the first verb it answers the call all the same. */
export const hangup: Verb = (_element, line) => {
  line.pickUp();
  return { do: 'end', reason: 'hangup' };
};
