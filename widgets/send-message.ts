import { Type } from '@sinclair/typebox';
import { message, messageVerbatim } from './messages/message';
import { messageInput, type MessageInput } from './messages/input';
import { sendOnce, toBeSent } from './messages/send-once';
import { defineWidget } from './widget';

/**
 * Sends a message. `sent`: Twilio has accepted it; whether it is delivered is not waited for.
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
  verbatim: messageVerbatim,
  events: ['sent', 'failed'],
  failure: 'failed',

  run: (properties, scope) => toBeSent(messageInput(properties, properties.to ?? '', scope), 'failed'),

  async call(input, world) {
    const sent = await sendOnce(input as MessageInput, world, { failed: 'failed' });
    if ('event' in sent) return sent;
    const { output, warnings } = sent;
    return { event: 'sent', output, warnings };
  },
});
