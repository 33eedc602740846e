import { absoluteUrl } from '../../../twiml/urls';
import { number, textOf } from '../../attributes';
import { next, type Verb } from '../line';

/** https://www.twilio.com/docs/voice/twiml/play */
export const play: Verb = (element, line) => {
  const { digits } = element.attributes;
  const loop = number(element, 'loop', 1);
  const url = textOf(element);
  line.pickUp();
  if (digits !== undefined) line.tell({ kind: 'play', digits, loop });
  if (url !== '') line.tell({ kind: 'play', url: absoluteUrl(url, line.page.url), loop });
  return next;
};
