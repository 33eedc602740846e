import { absoluteUrl } from '../../../twiml/urls';
import { method, textOf } from '../../attributes';
import type { Verb } from '../line';

/** https://www.twilio.com/docs/voice/twiml/redirect: an empty one asks for the current document again. */
export const redirect: Verb = (element, line) => ({
  do: 'fetch',
  action: {
    url: absoluteUrl(textOf(element), line.page.url),
    method: method(element.attributes['method']),
    params: {},
  },
});
