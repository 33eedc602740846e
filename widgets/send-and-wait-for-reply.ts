import { Type } from '@sinclair/typebox';
import { message } from './message';
import { unsupported } from './unsupported';
import { defineWidget } from './widget';

/**
 * Sends a message to the contact and waits for the answer.
 * https://www.twilio.com/docs/studio/widget-library/send-wait-reply
 */
export const sendAndWaitForReply = defineWidget({
  type: 'send-and-wait-for-reply',
  properties: Type.Object({
    ...message(),
    timeout: Type.Optional(Type.String({ default: '3600', description: 'Seconds to wait for the answer.' })),
    save_response_as: Type.Optional(Type.String({ description: 'Without effect; in old exports.' })),
  }),
  events: ['incomingMessage', 'timeout', 'deliveryFailure'],
  failure: 'deliveryFailure',
  channels: [],
  run: unsupported('deliveryFailure'),
});
