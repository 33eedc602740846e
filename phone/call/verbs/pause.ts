import { number } from '../../attributes';
import { next, type Verb } from '../line';

/** https://www.twilio.com/docs/voice/twiml/pause: as the first verb it lets the telephone ring for longer. */
export const pause: Verb = async (element, line) => {
  const seconds = number(element, 'length', 1);
  line.tell({ kind: 'pause', seconds });
  await line.wait(seconds);
  return next;
};
