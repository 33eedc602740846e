import { callback, control, type Definitions, each, media } from './definition';

/** https://www.twilio.com/docs/messaging/twiml */
export const messaging: Definitions = {
  Response: { parents: [], attributes: {} },
  Message: {
    parents: ['Response'],
    text: 'required',
    attributes: {
      action: control,
      method: 'method',
      statusCallback: callback,
      ...each('text', 'from', 'to'),
    },
  },
  Body: { parents: ['Message'], text: 'optional', attributes: {} },
  Media: { parents: ['Message'], text: 'required', textUrl: media.url, attributes: {} },
  Redirect: {
    parents: ['Response'],
    text: 'optional',
    textUrl: control.url,
    attributes: { method: 'method' },
  },
};
