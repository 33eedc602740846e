import type { Twilio } from 'twilio';
import type { Context } from '../../flow/context';
import { isObject, type JsonObject } from '../../flow/json';
import { present } from '../present';
import { givenText } from '../rendered';

/** SIDs of a conversation, or of a channel of what was Programmable Chat, and of its service. */
export type Conversation = { sid: string; service?: string };

/** The conversation that an execution speaks in, and the webhook by which it hears what is written. */
export function ownConversation({
  flow,
  trigger,
}: Context): (Conversation & { webhook?: string }) | undefined {
  const channel: JsonObject = flow.channel;
  if (channel['type'] !== 'conversation') return undefined;
  // What a widget has started or taken up tells of itself; what has started the execution is told by the request.
  const details = isObject(channel['details']) ? channel['details'] : {};
  const { ChatServiceSid, InstanceSid, WebhookSid } = trigger['conversation'] ?? {};
  const service = [details['chat_service_sid'], ChatServiceSid, InstanceSid].map(givenText).find(Boolean);
  const webhook = [details['webhook_sid'], WebhookSid].map(givenText).find(Boolean);
  return { sid: flow.channel.address, ...present({ service, webhook }) };
}

/** Twilio's own service has no SID in its URL; every other service's conversations are found only under it. */
export function conversationAt({ conversations: { v1 } }: Twilio, { sid, service }: Conversation) {
  return service === undefined ? v1.conversations(sid) : v1.services(service).conversations(sid);
}
