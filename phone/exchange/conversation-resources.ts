import { channelOf } from './conversation-events';
import type { Conversation, ConversationMessage, ConversationWebhook, Participant } from './conversation';
import { iso } from './dates';

export const conversationsBase = 'https://conversations.twilio.com';

/** What all resources of a conversation need to know of their surroundings. */
export interface Surroundings {
  accountSid: string;
  /** Of the conversation itself, as it was asked for: with its service or without. */
  url: string;
}

/** https://www.twilio.com/docs/conversations/api/conversation-resource#conversation-properties */
export function conversationResource(conversation: Conversation, { accountSid, url }: Surroundings) {
  const { sid, serviceSid, about, state, createdAt, updatedAt } = conversation;
  const links = ['Participants', 'Messages', 'Webhooks', 'Export'];
  return {
    sid,
    account_sid: accountSid,
    chat_service_sid: serviceSid,
    messaging_service_sid: about.messagingServiceSid ?? null,
    friendly_name: about.friendlyName ?? null,
    unique_name: about.uniqueName ?? null,
    attributes: about.attributes ?? '{}',
    state,
    timers: {},
    bindings: {},
    date_created: iso(createdAt),
    date_updated: iso(updatedAt),
    url,
    links: Object.fromEntries(links.map(name => [name.toLowerCase(), `${url}/${name}`])),
  };
}

/** https://www.twilio.com/docs/conversations/api/conversation-participant-resource#participant-properties */
export function participantResource(
  participant: Participant,
  conversation: Conversation,
  around: Surroundings,
) {
  const { sid, identity, binding, attributes, createdAt } = participant;
  return {
    ...common(sid, conversation, around),
    identity: identity ?? null,
    attributes,
    messaging_binding: binding
      ? { type: channelOf(binding.address), address: binding.address, proxy_address: binding.proxyAddress }
      : null,
    role_sid: null,
    last_read_message_index: null,
    last_read_timestamp: null,
    date_created: iso(createdAt),
    date_updated: iso(createdAt),
    url: `${around.url}/Participants/${sid}`,
  };
}

/** https://www.twilio.com/docs/conversations/api/conversation-message-resource#conversationmessage-properties */
export function messageResource(
  message: ConversationMessage,
  conversation: Conversation,
  around: Surroundings,
) {
  const { sid, index, author, body, attributes, contentSid, participantSid, createdAt } = message;
  const url = `${around.url}/Messages/${sid}`;
  return {
    ...common(sid, conversation, around),
    index,
    author,
    body,
    attributes,
    media: null,
    participant_sid: participantSid ?? null,
    content_sid: contentSid ?? null,
    delivery: null,
    date_created: iso(createdAt),
    date_updated: iso(createdAt),
    url,
    links: { delivery_receipts: `${url}/Receipts`, channel_metadata: `${url}/ChannelMetadata` },
  };
}

/** https://www.twilio.com/docs/conversations/api/conversation-scoped-webhook-resource#conversationscopedwebhook-properties */
export function webhookResource(
  webhook: ConversationWebhook,
  conversation: Conversation,
  around: Surroundings,
) {
  const { sid, target, url, method, filters, flowSid, createdAt, updatedAt } = webhook;
  return {
    ...common(sid, conversation, around),
    target,
    configuration:
      flowSid === undefined ? { url, method: method.toLowerCase(), filters } : { flow_sid: flowSid },
    date_created: iso(createdAt),
    date_updated: iso(updatedAt),
    url: `${around.url}/Webhooks/${sid}`,
  };
}

function common(sid: string, conversation: Conversation, { accountSid }: Surroundings) {
  return {
    sid,
    account_sid: accountSid,
    chat_service_sid: conversation.serviceSid,
    conversation_sid: conversation.sid,
  };
}
