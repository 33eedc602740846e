import { Type, type Static } from '@sinclair/typebox';
import type {
  ConversationContext,
  ConversationInstance,
} from 'twilio/lib/rest/conversations/v1/service/conversation';
import type { StudioCode, Warning } from '../flow/errors';
import { callTag } from './call-tag';
import { channelOf, failed } from './conversations/channel';
import { join, participantsOf, type Participant } from './conversations/participants';
import { leave, listen, type Closing } from './conversations/webhook';
import { ownConversation } from './conversations/own-conversation';
import { present } from './present';
import { given } from './rendered';
import { oneOf } from './schema';
import { hideInJson, mapStrings } from './secrets';
import { failure } from './twilio-failure';
import { unlessGone, unlessNotFound } from './twilio-gone';
import { defineWidget, type Done, type World } from './widget';

/** What is started, in the words of the official client. */
interface Start {
  service: string;
  conversation: {
    friendlyName?: string;
    attributes?: string;
    messagingServiceSid?: string;
    'timers.inactive'?: string;
    'timers.closed'?: string;
  };
  participants: Participant[];
  close: boolean;
}

/** What a start has made that nobody has heard of. */
type Undo = { undo: { service: string } };

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
  channels: ['request'],

  run(properties, scope) {
    if (ownConversation(scope.context)) return failed('the execution has a conversation already');
    const service = given(properties.conversation_service_sid) ?? given(properties.chat_service_sid);
    if (service === undefined) return failed('conversation_service_sid is empty');
    const call = {
      service,
      conversation: present({
        friendlyName: given(properties.friendly_name),
        attributes: given(hideInJson(properties.attributes ?? '', secret => scope.seal(secret))),
        messagingServiceSid: given(properties.messaging_service_sid),
        'timers.inactive': given(properties.timers_inactive),
        'timers.closed': given(properties.timers_closed),
      }),
      participants: properties.participants.map(participantOf),
      close: properties.close_conversation_on_execution_end ?? false,
    };
    return { call, patient: true, undo: { undo: { service } }, seconds: 60 };
  },

  call(input, world) {
    const call = mapStrings(input, text => world.unseal(text)) as unknown as Start | Undo | Closing;
    if ('closing' in call) return leave(call, world);
    return 'undo' in call ? undo(call, world) : start(call, world);
  },
});

async function start({ service, ...asked }: Start, world: World): Promise<Done> {
  const twilio = await world.twilio();
  const { conversations } = twilio.conversations.v1.services(service);
  const uniqueName = callTag(world);
  let conversation: ConversationInstance | undefined;
  let code: StudioCode = 81006;
  try {
    const earlier = world.attempt > 1 ? await unlessNotFound(conversations(uniqueName).fetch()) : undefined;
    conversation = earlier ?? (await conversations.create({ ...asked.conversation, uniqueName }));
    const context = conversations(conversation.sid);
    code = 81004;
    const there = earlier ? await participantsOf(context) : [];
    const participants = await join(context, asked.participants, there);
    code = 81006;
    const webhook = await listen(context, world.session);
    const { close } = asked;
    return { event: 'created', ...channelOf({ service, conversation, participants, webhook, close }, world) };
  } catch (error) {
    const { event, warnings = [] } = failure(error, { event: 'failed', code });
    if (!conversation) return { event, warnings };
    return { event, warnings: [...warnings, ...(await discard(conversations(conversation.sid)))] };
  }
}

async function undo({ undo: { service } }: Undo, world: World): Promise<Done> {
  const { conversations } = (await world.twilio()).conversations.v1.services(service);
  return { event: 'undone', warnings: await discard(conversations(callTag(world))) };
}

/** Nobody knows of a conversation that is only half made. */
async function discard(conversation: ConversationContext): Promise<Warning[]> {
  try {
    await unlessGone(conversation.remove());
    return [];
  } catch (error) {
    return failure(error, { event: 'failed', code: 81006 }).warnings ?? [];
  }
}

function participantOf({
  type,
  identity,
  messaging_binding_address: address,
  messaging_binding_proxy_address: proxyAddress,
}: Static<typeof participant>): Participant {
  return type === 'chat'
    ? present({ identity: given(identity) })
    : present({ address: given(address), proxyAddress: given(proxyAddress) });
}
