import type { Params } from '../params';
import type { Conversation, ConversationMessage } from './conversation';

/** What webhooks are told of every event (https://www.twilio.com/docs/conversations/conversations-webhooks). */
export function conversationEvent(conversation: Conversation, name: string): Params {
  const { sid, serviceSid, about, updatedAt } = conversation;
  return {
    EventType: name,
    ConversationSid: sid,
    ChatServiceSid: serviceSid,
    DateUpdated: updatedAt.toISOString(),
    ...(about.messagingServiceSid !== undefined && { MessagingServiceSid: about.messagingServiceSid }),
  };
}

/** A message that somebody in the conversation has written. */
export function messageEvent(conversation: Conversation, message: ConversationMessage): Params {
  const { sid, index, author, body, attributes, participantSid, createdAt } = message;
  const writer = participantSid === undefined ? undefined : conversation.participantBy(participantSid);
  return {
    ...conversationEvent(conversation, 'onMessageAdded'),
    MessageSid: sid,
    Index: String(index),
    Author: author,
    Body: body,
    Attributes: attributes,
    DateCreated: createdAt.toISOString(),
    ...(participantSid !== undefined && { ParticipantSid: participantSid }),
    ...(writer?.identity !== undefined && { ClientIdentity: writer.identity }),
    Source: writer?.binding ? channelOf(writer.binding.address).toUpperCase() : 'SDK',
  };
}

/** `sms`, or what stands in front of an address. */
export function channelOf(address: string): string {
  return /^[a-z]+(?=:)/.exec(address)?.[0] ?? 'sms';
}
