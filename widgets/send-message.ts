import { Type } from '@sinclair/typebox';
import { message } from './message';
import { unsupported } from './unsupported';
import { defineWidget } from './widget';

/**
 * Sends a message.
 * https://www.twilio.com/docs/studio/widget-library/send-message
 */
export const sendMessage = defineWidget({
  type: 'send-message',
  properties: Type.Object({
    ...message(),
    to: Type.Optional(
      Type.String({ default: '{{contact.channel.address}}', description: 'Who gets the message.' }),
    ),
  }),
  events: ['sent', 'failed'],
  failure: 'failed',
  channels: [],
  run: unsupported('failed'),
});
