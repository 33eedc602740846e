import type { Twilio } from 'twilio';
import { warning, type Warning } from '../../flow/errors';
import type { JsonObject } from '../../flow/json';
import { madeSince } from '../made-since';
import type { MessageInput } from './input';
import { addressOutbox, conversationOutbox, type Outbox, type SentMessage } from './outbox';
import { hideInJson, mapStrings } from '../secrets';
import { present } from '../present';
import { failure } from '../twilio-failure';
import { pascalCase } from '../twilio-output';
import type { Call, Done, Replies, World } from '../widget';

/** Twilio has accepted it. */
export interface Sent {
  message: SentMessage;
  output: { outbound: JsonObject };
  warnings: Warning[];
}

/** Seconds that one attempt may take: a look and a request. */
const ATTEMPT = 30;

/** How the `run` of a widget that sends ends. */
export function toBeSent(input: MessageInput | undefined, failed: string, replies?: Replies): Call | Done {
  if (input) return { call: input, patient: true, seconds: ATTEMPT, ...present({ replies }) };
  return { event: failed, warnings: [warning(81011, 'there is no address to send it to')] };
}

/**
 * Sends a message: not twice, where an earlier attempt was accepted and only the answer lost.
 * @param failed the event to take when Twilio refuses it
 * @param statusCallback where Twilio tells of its delivery
 * @throws RetryLater where it is not known what became of it, or Twilio wants to be asked later
 */
export async function sendOnce(
  input: MessageInput,
  world: World,
  { failed, statusCallback }: { failed: string; statusCallback?: string },
): Promise<Sent | Done> {
  try {
    const unsealed = mapStrings(input, text => world.unseal(text));
    const outbox = outboxOf(await world.twilio(), unsealed, statusCallback);
    const found = world.attempt > 1 ? await lookUp(outbox, unsealed, world.since) : undefined;
    const message = found ?? (await outbox.send());
    return {
      message,
      output: { outbound: withAttributesSealed(pascalCase(message), world) },
      warnings:
        'leftOut' in input ? [warning(81011, 'its media only, which a conversation takes no URL of')] : [],
    };
  } catch (error) {
    return failure(error, {
      event: failed,
      code: 81011,
      output: why => ({ outbound: { ...pascalCase({ toJSON: () => input.message }), ...why } }),
      alone: true,
    });
  }
}

function outboxOf(client: Twilio, input: MessageInput, statusCallback: string | undefined): Outbox {
  return 'conversation' in input
    ? conversationOutbox(client, input.conversation, input.message)
    : addressOutbox(client, input.message, statusCallback);
}

/** Twilio repeats what it was asked for. */
function withAttributesSealed(outbound: JsonObject, world: World): JsonObject {
  const { Attributes } = outbound;
  if (typeof Attributes !== 'string') return outbound;
  return { ...outbound, Attributes: hideInJson(Attributes, secret => world.seal(secret)) };
}

/** What an earlier attempt has sent. */
async function lookUp(
  outbox: Outbox,
  { message, earlier }: MessageInput,
  since: Date,
): Promise<SentMessage | undefined> {
  const latest = await outbox.latest();
  const rewritten = message.contentSid !== undefined || 'shortenUrls' in message;
  return latest.find(
    ({ sid, body, dateCreated }) =>
      !earlier.includes(sid) &&
      madeSince(dateCreated, since) &&
      (rewritten || wording(body ?? '') === wording(message.body ?? '')),
  );
}

/**
 * Of a text what Twilio leaves alone. Trial accounts have words of Twilio's in front, and a Messaging Service may
 * replace punctuation and spaces (https://www.twilio.com/docs/messaging/services/smart-encoding-char-list).
 */
function wording(body: string): string {
  return body.replace(/^Sent from your Twilio trial account - /, '').replace(/[\p{P}\p{Z}\p{C}\p{Sk}]/gu, '');
}
