import type { Twilio } from 'twilio';
import { warning, type Warning } from '../flow/errors';
import { isObject, type Json, type JsonObject } from '../flow/json';
import { present } from './present';
import { given } from './rendered';
import { TwilioError } from './twilio-error';
import { unlessGone } from './twilio-gone';
import type { Scope } from './widget';

/** A conversation that an agent takes over. */
export type FlexConversation = {
  sid: string;
  /** What the contact writes with, in Flex's words: sms, whatsapp, web … */
  type: string;
  /** `flow.channel` as it is before. */
  channel: JsonObject;
  /** SID of the Conversations service; none: the account's default. */
  service?: string;
  /** SID of the webhook by which the execution hears what is written. */
  webhook?: string;
};

/** The conversation that the execution speaks in, and what Studio tells an agent of it. */
export function flexConversation({
  context,
}: Scope): { conversation: FlexConversation; attributes: JsonObject } | undefined {
  const channel: JsonObject = context.flow.channel;
  if (channel['type'] !== 'conversation') return undefined;
  const trigger = context.trigger['conversation'] ?? {};
  const details = isObject(channel['details']) ? channel['details'] : {};
  const { address } = context.contact.channel;
  const type = typeOf(address, trigger['ChannelAttributes']);
  const conversation = {
    sid: context.flow.channel.address,
    type,
    channel,
    ...present({
      service: text(details['chat_service_sid'] ?? trigger['ChatServiceSid'] ?? trigger['InstanceSid']),
      webhook: text(details['webhook_sid'] ?? trigger['WebhookSid']),
    }),
  };
  // https://www.twilio.com/docs/studio/widget-library/send-flex#messaging-and-chat-flows
  const attributes = {
    channelType: type,
    customerAddress: address,
    customerName: address,
    from: address,
    name: address,
  };
  return { conversation, attributes };
}

/** By the address that the contact writes from, which the request tells of in every case (inferred). */
function typeOf(address: string, attributes: Json | undefined): string {
  const [, scheme] = /^(whatsapp|messenger|gbm):/.exec(address) ?? [];
  if (scheme !== undefined) return scheme;
  if (/^\+?\d+$/.test(address)) return 'sms';
  // What Flex's own chat brings along.
  return isObject(attributes) && 'pre_engagement_data' in attributes ? 'web' : 'chat';
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? given(value) : undefined;
}

/**
 * The flow hears no more of a conversation that an agent has taken over: it would answer beside them, or start anew
 * (https://www.twilio.com/docs/studio/widget-library/start-conversation; for conversations that started the
 * execution, inferred).
 */
export async function stopListening(twilio: Twilio, conversation: FlexConversation): Promise<Warning[]> {
  const { sid, service, webhook } = conversation;
  if (webhook === undefined) return [];
  const { v1 } = twilio.conversations;
  const { webhooks } =
    service === undefined ? v1.conversations(sid) : v1.services(service).conversations(sid);
  try {
    await unlessGone(webhooks(webhook).remove());
    return [];
  } catch (error) {
    // Not worth a second task.
    if (!(error instanceof TwilioError)) throw error;
    return [warning(81015, `the flow still hears the conversation: ${error.code} ${error.message}`)];
  }
}
