import type { Context } from '../../flow/context';
import { isObject } from '../../flow/json';
import type { MessageProperties } from './message';
import { contentOf, type Content } from './content';
import { ownConversation, type Conversation } from '../conversations/own-conversation';
import { present } from '../present';
import { given, givenText } from '../rendered';
import { hideInJson } from '../secrets';
import type { Scope } from '../widget';

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

/** The one that the flow names, or else the execution's own. */
function conversationOf(properties: MessageProperties, context: Context): Conversation | undefined {
  const own = ownConversation(context);
  const sid = given(properties.channel) ?? own?.sid;
  return sid === undefined
    ? undefined
    : { sid, ...present({ service: given(properties.service) ?? own?.service }) };
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
  const others = shortenUrls
    ? [flow.channel.address, givenText(trigger['message']?.['MessagingServiceSid'])]
    : [];
  return [from, ...others].find(sid => sid !== undefined && /^MG\w{32}$/.test(sid));
}

function sentBy({ widgets }: Context): string[] {
  return Object.values(widgets).flatMap(({ outbound }) => {
    const sid = isObject(outbound) ? givenText(outbound['Sid']) : undefined;
    return sid === undefined ? [] : [sid];
  });
}
