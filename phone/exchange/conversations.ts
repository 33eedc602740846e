import { newSid } from '../params';
import type { Account } from './account';
import { ApiError } from './api-error';
import {
  Conversation,
  type ConversationFields,
  type ConversationMessage,
  type Participant,
} from './conversation';
import { conversationEvent, messageEvent } from './conversation-events';
import type { Messaging } from './messaging';

/** All conversations of an account. */
export class Conversations {
  /** That which conversations belong to whose URL names none. */
  readonly defaultServiceSid = newSid('IS');
  private readonly kept: Conversation[] = [];

  constructor(
    private readonly account: Account,
    private readonly messaging: Messaging,
  ) {}

  get all(): readonly Conversation[] {
    return this.kept;
  }

  /** @throws ApiError 50353 */
  create(serviceSid: string, fields: ConversationFields): Conversation {
    if (fields.uniqueName !== undefined && this.find(fields.uniqueName, serviceSid)) {
      throw new ApiError(409, 50353, 'Conversation with provided unique name already exists');
    }
    const conversation = new Conversation(serviceSid, fields);
    this.kept.push(conversation);
    return conversation;
  }

  /** @param name SID or unique name. @param serviceSid absent: of whatever service */
  find(name: string, serviceSid?: string): Conversation | undefined {
    return this.kept.find(
      ({ sid, about, serviceSid: service }) =>
        (sid === name || about.uniqueName === name) && (serviceSid ?? service) === service,
    );
  }

  /** @throws ApiError 50416: an address may write with the same number in one open conversation only */
  join(
    conversation: Conversation,
    who: Pick<Participant, 'identity' | 'binding' | 'attributes'>,
  ): Participant {
    const other = who.binding && this.boundTo(who.binding.address, who.binding.proxyAddress);
    if (other) {
      throw new ApiError(
        409,
        50416,
        `A binding for this participant and proxy address already exists in Conversation ${other.sid}`,
      );
    }
    return conversation.join(who);
  }

  /** The conversation in which what an address writes to a number belongs. */
  boundTo(address: string, number: string): Conversation | undefined {
    return this.kept.find(
      ({ state, participants }) =>
        state !== 'closed' &&
        participants.some(({ binding }) => binding?.address === address && binding.proxyAddress === number),
    );
  }

  /** An application writes: all who take part by an address get it. */
  write(
    conversation: Conversation,
    message: Pick<ConversationMessage, 'author' | 'body' | 'attributes' | 'contentSid'>,
  ): ConversationMessage {
    const added = conversation.add(message);
    for (const { sid, binding } of conversation.participants) {
      if (binding && sid !== added.participantSid) this.pass(added, conversation, binding);
    }
    return added;
  }

  /** Somebody in the conversation writes: the webhooks are told, too. */
  say(conversation: Conversation, author: string, body: string): ConversationMessage {
    const added = this.write(conversation, { author, body, attributes: '{}' });
    this.tell(conversation, messageEvent(conversation, added));
    return added;
  }

  /** @param reason as Twilio writes it: API, TIMER or EVENT */
  update(conversation: Conversation, fields: ConversationFields, reason: string): void {
    const from = conversation.state;
    conversation.update(fields);
    if (conversation.state !== from) this.tellState(conversation, from, reason);
  }

  remove(conversation: Conversation): void {
    this.kept.splice(this.kept.indexOf(conversation), 1);
  }

  /** Without the application, which is told. */
  end(conversation: Conversation, how: 'closed' | 'removed'): void {
    if (how === 'closed') {
      this.update(conversation, { state: 'closed' }, 'TIMER');
    } else {
      this.remove(conversation);
      this.tell(conversation, conversationEvent(conversation, 'onConversationRemoved'));
    }
  }

  /** @param event with its name in `EventType` */
  private tell(conversation: Conversation, event: Record<string, string>): void {
    for (const { sid, url, target, method, filters } of conversation.webhooks) {
      if (target !== 'webhook' || url === undefined || !filters.includes(event['EventType'] ?? '')) continue;
      const params = {
        ...event,
        AccountSid: this.account.sid,
        WebhookType: target,
        WebhookSid: sid,
        RetryCount: '0',
      };
      this.account.background.run(this.account.tell({ url, method, params }));
    }
  }

  private tellState(conversation: Conversation, from: string, reason: string): void {
    const event = conversationEvent(conversation, 'onConversationStateUpdated');
    this.tell(conversation, { ...event, StateFrom: from, StateTo: conversation.state, Reason: reason });
  }

  private pass(
    { body, contentSid }: ConversationMessage,
    { sid }: Conversation,
    { address, proxyAddress }: NonNullable<Participant['binding']>,
  ): void {
    this.messaging.pass({
      from: proxyAddress,
      to: address,
      body,
      mediaUrls: [],
      conversationSid: sid,
      ...(contentSid !== undefined && { contentSid }),
    });
  }
}
