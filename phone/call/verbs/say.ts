import { number, textOf } from '../../attributes';
import { next, type Verb } from '../line';

/** https://www.twilio.com/docs/voice/twiml/say */
export const say: Verb = (element, line) => {
  const { voice, language } = element.attributes;
  line.pickUp();
  line.tell({
    kind: 'say',
    text: textOf(element),
    ...(voice !== undefined && { voice }),
    ...(language !== undefined && { language }),
    loop: number(element, 'loop', 1),
  });
  return next;
};
