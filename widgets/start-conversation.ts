import { Type } from '@sinclair/typebox';
import { oneOf } from './schema';
import { unsupported } from './unsupported';
import { defineWidget } from './widget';

const participant = Type.Object({
  type: oneOf(['messaging', 'sms', 'chat'], { description: 'How somebody takes part.' }),
  messaging_binding_address: Type.Optional(Type.String({ description: 'Address of the participant.' })),
  messaging_binding_proxy_address: Type.Optional(
    Type.String({ description: 'Twilio address that the participant writes with.' }),
  ),
  identity: Type.Optional(Type.String({ description: 'Name of the participant, in a chat.' })),
});

/**
 * Starts a conversation and makes it the channel of an execution that a REST request started.
 * https://www.twilio.com/docs/studio/widget-library/start-conversation
 */
export const startConversation = defineWidget({
  type: 'start-conversation',
  properties: Type.Object({
    conversation_service_sid: Type.String({ description: 'SID of the Conversations service (IS…).' }),
    participants: Type.Array(participant, { maxItems: 1000, description: 'Who takes part.' }),
    friendly_name: Type.Optional(Type.String({ description: 'Name of the conversation.' })),
    attributes: Type.Optional(Type.String({ description: 'JSON kept with the conversation.' })),
    timers_inactive: Type.Optional(
      Type.String({ description: 'ISO 8601 duration after which it is inactive.' }),
    ),
    timers_closed: Type.Optional(Type.String({ description: 'ISO 8601 duration after which it is closed.' })),
    close_conversation_on_execution_end: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether it ends with the execution.' }),
    ),
    chat_service_sid: Type.Optional(Type.String({ description: 'SID of the chat service.' })),
    messaging_service_sid: Type.Optional(Type.String({ description: 'SID of the Messaging Service (MG…).' })),
  }),
  events: ['created', 'failed'],
  failure: 'failed',
  channels: [],
  run: unsupported('failed'),
});
