import { Type } from '@sinclair/typebox';
import { unsupported } from './unsupported';
import { defineWidget } from './widget';

/**
 * Takes up a conversation as the channel of an execution that a REST request started.
 * https://www.twilio.com/docs/studio/widget-library/resume-conversation
 */
export const resumeConversation = defineWidget({
  type: 'resume-conversation',
  properties: Type.Object({
    conversation_service_sid: Type.String({ description: 'SID of the Conversations service (IS…).' }),
    conversation_sid: Type.Optional(Type.String({ description: 'SID of the conversation (CH…).' })),
    webhook_filters: Type.Optional(
      Type.Unsafe<string | string[]>({
        type: ['string', 'array'],
        items: { type: 'string' },
        description: 'Events of the conversation that the flow is told of.',
      }),
    ),
    attributes: Type.Optional(Type.String({ description: 'JSON kept with the conversation.' })),
  }),
  events: ['resumed', 'failed'],
  failure: 'failed',
  channels: [],
  run: unsupported('failed'),
});
