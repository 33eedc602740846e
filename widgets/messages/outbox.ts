import type { Twilio } from 'twilio';
import type { AddressedMessage, ConversationMessage } from './input';
import { conversationAt, type Conversation } from '../conversations/own-conversation';

/** A message as Twilio has it. */
export interface SentMessage {
  sid: string;
  body: string | null;
  dateCreated: Date | null;
  /** Addresses as Twilio writes them; a conversation's message has none. */
  to?: string;
  from?: string | null;
  messagingServiceSid?: string | null;
  toJSON(): unknown;
}

/** Where one message goes. */
export interface Outbox {
  send(): Promise<SentMessage>;
  /** What has lately gone from the same sender to the same address. */
  latest(): Promise<SentMessage[]>;
}

/** How many messages are looked through: an attempt to send is a few minutes old at most. */
const LATEST = 20;

/** To a number or the like: https://www.twilio.com/docs/messaging/api/message-resource */
export function addressOutbox(
  { messages }: Twilio,
  message: AddressedMessage,
  statusCallback: string | undefined,
): Outbox {
  return {
    send: () => messages.create({ ...message, ...(statusCallback !== undefined && { statusCallback }) }),
    // By its addressee only: a message of a Messaging Service has no sender at first.
    latest: async () => {
      const latest = await messages.list({ to: message.to, limit: LATEST });
      return latest.filter(sent => sent.direction === 'outbound-api' && isFromSameSender(sent, message));
    },
  };
}

/** https://www.twilio.com/docs/conversations/api/conversation-message-resource */
export function conversationOutbox(
  twilio: Twilio,
  conversation: Conversation,
  message: ConversationMessage,
): Outbox {
  const { messages }: { messages: ConversationMessages } = conversationAt(twilio, conversation);
  return {
    // X-Twilio-Webhook-Enabled stays unset: Twilio would tell the flow of its own words.
    send: () => messages.create(message),
    latest: async () => {
      const latest = await messages.list({ order: 'desc', limit: LATEST });
      return latest.filter(({ author }) => author === (message.author ?? 'system'));
    },
  };
}

/** What the official client has in common for conversations with a service and without. */
interface ConversationMessages {
  create(message: ConversationMessage): Promise<SentMessage>;
  list(options: { order: 'desc'; limit: number }): Promise<(SentMessage & { author: string })[]>;
}

function isFromSameSender(
  sent: { from: string | null; messagingServiceSid: string | null },
  { from = '', messagingServiceSid }: AddressedMessage,
): boolean {
  if (messagingServiceSid !== undefined) return sent.messagingServiceSid === messagingServiceSid;
  // Twilio reads (555) 010-0002 as +15550100002.
  return lettersAndDigits(sent.from ?? '').endsWith(lettersAndDigits(from));
}

function lettersAndDigits(address: string): string {
  return address.replace(/[^\p{L}\p{N}]/gu, '');
}
