import { Type } from '@sinclair/typebox';
import { channelOf, failed } from './conversations/channel';
import { participantsOf } from './conversations/participants';
import { conversationOf, leave, listen, type Closing } from './conversations/webhook';
import { ownConversation } from './conversations/own-conversation';
import { present } from './present';
import { given } from './rendered';
import { hideInJson, mapStrings } from './secrets';
import { failure } from './twilio-failure';
import { defineWidget, type Done, type World } from './widget';

interface Resume {
  service: string;
  conversation: string;
  attributes?: string;
  filters: string[];
  close: boolean;
}

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
    close_conversation_on_execution_end: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether it ends with the execution.' }),
    ),
  }),
  events: ['resumed', 'failed'],
  failure: 'failed',
  channels: ['request'],

  run(properties, scope) {
    if (ownConversation(scope.context)) return failed('the execution has a conversation already');
    const service = given(properties.conversation_service_sid);
    const conversation = given(properties.conversation_sid);
    if (service === undefined) return failed('conversation_service_sid is empty');
    if (conversation === undefined) return failed('conversation_sid is empty');
    const call = {
      service,
      conversation,
      ...present({
        attributes: given(hideInJson(properties.attributes ?? '', secret => scope.seal(secret))),
      }),
      filters: wordsOf(properties.webhook_filters),
      close: properties.close_conversation_on_execution_end ?? false,
    };
    return { call, patient: true, seconds: 60 };
  },

  call(input, world) {
    const call = mapStrings(input, text => world.unseal(text)) as unknown as Resume | Closing;
    return 'closing' in call ? leave(call, world) : resume(call, world);
  },
});

async function resume(
  { service, attributes, filters, close, ...asked }: Resume,
  world: World,
): Promise<Done> {
  try {
    const context = conversationOf(await world.twilio(), service, asked.conversation);
    const found = await context.fetch();
    if (found.state === 'closed') return failed(`${found.sid} is closed`);
    const conversation = attributes === undefined ? found : await context.update({ attributes });
    const participants = await participantsOf(context);
    const webhook = await listen(context, world.session, filters);
    return { event: 'resumed', ...channelOf({ service, conversation, participants, webhook, close }, world) };
  } catch (error) {
    return failure(error, { event: 'failed', code: 81006 });
  }
}

/** A list, or a text with spaces or commas between the words. */
function wordsOf(filters: string | string[] = []): string[] {
  return [filters].flat().flatMap(text => text.split(/[\s,]+/).filter(Boolean));
}
