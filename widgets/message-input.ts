import type { Context } from '../flow/context';
import { isObject, type Json, type JsonObject } from '../flow/json';
import type { MessageProperties } from './message';
import { contentOf, type Content } from './message-content';
import { present } from './present';
import { given } from './rendered';
import { hideInJson } from './secrets';
import type { Scope } from './widget';

/** A message that is to be sent, as the Temporal UI shows it: secrets are sealed. */
export type MessageInput = (
  | { message: AddressedMessage }
  | { conversation: Conversation; message: ConversationMessage; leftOut?: Pick<Content, 'mediaUrl'> }
) & {
  /** SIDs of what the execution has sent before. */
  earlier: string[];
};

/** What the Messages API is asked for, in the official client's words. */
export type AddressedMessage = Content & {
  to: string;
  from?: string;
  messagingServiceSid?: string;
  shortenUrls?: true;
};

/** What the Conversations API is asked for, in the official client's words. */
export type ConversationMessage = Omit<Content, 'mediaUrl'> & { author?: string; attributes?: string };

/** SIDs of a conversation, or of a channel of what was Programmable Chat, and of its service. */
export type Conversation = { sid: string; service?: string };

/** @returns undefined: it has nobody to go to */
export function messageInput(
  properties: MessageProperties,
  to: string,
  scope: Scope,
): MessageInput | undefined {
  const earlier = sentBy(scope.context);
  const { mediaUrl, ...content } = contentOf(properties, scope);
  const from = given(properties.from);
  const conversation = conversationOf(properties, scope.context);
  if (conversation) {
    const attributes = given(hideInJson(properties.attributes ?? '', secret => scope.seal(secret)));
    const message = { ...content, ...present({ author: from, attributes }) };
    return { conversation, message, earlier, ...(mediaUrl && { leftOut: { mediaUrl } }) };
  }
  const addressee = given(to);
  if (addressee === undefined) return undefined;
  const shortenUrls = properties.shorten_urls === true || undefined;
  const messagingServiceSid = messagingService(from, shortenUrls, scope.context);
  const sender = from === messagingServiceSid ? undefined : from;
  const message = {
    to: addressee,
    ...present({ from: sender, messagingServiceSid, mediaUrl, shortenUrls }),
    ...content,
  };
  return { message, earlier };
}

/** Twilio's own service has no SID in its URL; every other service's conversations are found only under it. */
function conversationOf(properties: MessageProperties, { flow, trigger }: Context): Conversation | undefined {
  const own: JsonObject = flow.channel;
  const sid = given(properties.channel) ?? (own['type'] === 'conversation' ? text(own['sid']) : undefined);
  if (sid === undefined) return undefined;
  const { ChatServiceSid, InstanceSid } = trigger['conversation'] ?? {};
  const details = isObject(own['details']) ? own['details'] : {};
  const services = [properties.service, details['chat_service_sid'], ChatServiceSid, InstanceSid];
  const service = services.map(text).find(known => known !== undefined);
  return { sid, ...present({ service }) };
}

/**
 * Links are shortened by a Messaging Service, looked for in this order
 * (https://www.twilio.com/docs/studio/widget-library/send-message).
 */
function messagingService(
  from: string | undefined,
  shortenUrls: boolean | undefined,
  { flow, trigger }: Context,
): string | undefined {
  const others = shortenUrls ? [flow.channel.address, text(trigger['message']?.['MessagingServiceSid'])] : [];
  return [from, ...others].find(sid => sid !== undefined && /^MG\w{32}$/.test(sid));
}

function sentBy({ widgets }: Context): string[] {
  return Object.values(widgets).flatMap(({ outbound }) => {
    const sid = isObject(outbound) ? text(outbound['Sid']) : undefined;
    return sid === undefined ? [] : [sid];
  });
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? given(value) : undefined;
}
