import type { Twilio } from 'twilio';
import { warning, type Warning } from '../../flow/errors';
import { isObject, type Json, type JsonObject } from '../../flow/json';
import { conversationAt, ownConversation, type Conversation } from '../conversations/own-conversation';
import { TwilioError } from '../twilio-error';
import { unlessGone } from '../twilio-gone';
import type { Scope } from '../widget';

/** A conversation that an agent takes over. */
export type FlexConversation = Conversation & {
  /** What the contact writes with, in Flex's words: sms, whatsapp, web … */
  type: string;
  /** `flow.channel` as it is before. */
  channel: JsonObject;
  /** SID of the webhook by which the execution hears what is written. */
  webhook?: string;
};

/** The conversation that the execution speaks in, and what Studio tells an agent of it. */
export function flexConversation({
  context,
}: Scope): { conversation: FlexConversation; attributes: JsonObject } | undefined {
  const own = ownConversation(context);
  if (!own) return undefined;
  const { address } = context.contact.channel;
  const type = typeOf(address, context.trigger['conversation']?.['ChannelAttributes']);
  // https://www.twilio.com/docs/studio/widget-library/send-flex#messaging-and-chat-flows
  const attributes = {
    channelType: type,
    customerAddress: address,
    customerName: address,
    from: address,
    name: address,
  };
  return { conversation: { ...own, type, channel: context.flow.channel }, attributes };
}

/** By the address that the contact writes from, which the request tells of in every case (inferred). */
function typeOf(address: string, attributes: Json | undefined): string {
  const [, scheme] = /^(whatsapp|messenger|gbm):/.exec(address) ?? [];
  if (scheme !== undefined) return scheme;
  if (/^\+?\d+$/.test(address)) return 'sms';
  // What Flex's own chat brings along.
  return isObject(attributes) && 'pre_engagement_data' in attributes ? 'web' : 'chat';
}

/**
 * The flow hears no more of a conversation that an agent has taken over: it would answer beside them, or start anew
 * (https://www.twilio.com/docs/studio/widget-library/start-conversation; for conversations that started the
 * execution, inferred).
 */
export async function stopListening(twilio: Twilio, conversation: FlexConversation): Promise<Warning[]> {
  const { webhook } = conversation;
  if (webhook === undefined) return [];
  try {
    await unlessGone(conversationAt(twilio, conversation).webhooks(webhook).remove());
    return [];
  } catch (error) {
    // Not worth a second task.
    if (!(error instanceof TwilioError)) throw error;
    return [warning(81015, `the flow still hears the conversation: ${error.code} ${error.message}`)];
  }
}
