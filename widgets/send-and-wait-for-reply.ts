import { Type } from '@sinclair/typebox';
import { warning } from '../flow/errors';
import { message, messageVerbatim } from './messages/message';
import { messageInput, type AddressedMessage, type MessageInput } from './messages/input';
import { sendOnce, toBeSent } from './messages/send-once';
import type { SentMessage } from './messages/outbox';
import { callbackUrl } from './webhook-urls';
import { present } from './present';
import { defineWidget, type Replies, type ResumeRule, type Wait } from './widget';

type Input = MessageInput & { timeout: string };

const DEFAULT_TIMEOUT = 3600;

/** Seconds that an execution lives at most. */
const MAX_TIMEOUT = 30 * 24 * 3600;

/**
 * Sends a message to the contact and waits for the answer.
 * https://www.twilio.com/docs/studio/widget-library/send-wait-reply
 */
export const sendAndWaitForReply = defineWidget({
  type: 'send-and-wait-for-reply',
  properties: Type.Object({
    ...message(),
    timeout: Type.Optional(
      Type.String({
        default: String(DEFAULT_TIMEOUT),
        description: 'Seconds to wait for the answer, up to 2592000 (30 days).',
      }),
    ),
    save_response_as: Type.Optional(Type.String({ description: 'Without effect; in old exports.' })),
  }),
  verbatim: messageVerbatim,
  events: ['incomingMessage', 'timeout', 'deliveryFailure'],
  failure: 'deliveryFailure',

  run(properties, scope) {
    const { timeout = '' } = properties;
    const message = messageInput(properties, scope.context.contact.channel.address, scope);
    const input: Input | undefined = message && { ...message, timeout };
    return toBeSent(
      input,
      'deliveryFailure',
      input && ('conversation' in input ? {} : repliesTo(input.message)),
    );
  },

  async call(input, world) {
    const { timeout, ...toSend } = input as Input;
    const statusCallback = callbackUrl(world.session);
    const sent = await sendOnce(toSend, world, { failed: 'deliveryFailure', statusCallback });
    if ('event' in sent) return sent;
    const { message, output, warnings } = sent;
    const seconds = secondsOf(timeout);
    if (seconds === undefined) {
      const detail = `the timeout "${timeout}" is no number of seconds; it is ${DEFAULT_TIMEOUT}`;
      warnings.push(warning(81027, detail));
    }
    return {
      verbs: [],
      output,
      warnings,
      timeout: { seconds: seconds ?? DEFAULT_TIMEOUT, event: 'timeout' },
      ...('conversation' in toSend ? inConversation : byAddress(message)),
    };
  },
});

/** 0 is no wait at all: `timeout` is taken at once. Inferred: Twilio says only that it is a number of seconds. */
function secondsOf(timeout: string): number | undefined {
  return /^\s*\d+(\.\d+)?\s*$/.test(timeout) ? Math.min(Math.floor(Number(timeout)), MAX_TIMEOUT) : undefined;
}

const reply: ResumeRule = { event: 'incomingMessage', message: true, under: 'inbound' };

/** Replies carry the conversation's SID, and of their delivery conversations tell nothing. */
const inConversation: Pick<Wait, 'resume'> = { resume: [reply] };

/** With addresses as Twilio writes them, and so sends them with the reply. */
function byAddress(message: SentMessage): Pick<Wait, 'resume' | 'replies'> {
  const undelivered: ResumeRule = {
    event: 'deliveryFailure',
    callback: true,
    under: 'outbound',
    when: { MessageSid: [message.sid], MessageStatus: ['failed', 'undelivered'] },
  };
  return { resume: [reply, undelivered], replies: repliesTo(message) };
}

/** That to a Messaging Service has its SID. */
function repliesTo(message: AddressedMessage | SentMessage): Replies {
  const { from, to, messagingServiceSid } = message;
  return present({ from: to, to: messagingServiceSid ?? from ?? undefined });
}
