import { setImmediate } from 'node:timers/promises';
import { newSid } from '../params';
import type { Account } from './account';
import { badRequest } from './api-error';
import { checkMessage, type MessageRequest } from './check-message';
import type { Delivery } from './device';
import type { Message } from './message';
import { messageStatusParams } from './message-params';
import { OptOuts } from './opt-outs';
import { renderTemplate, type Templates } from './templates';

type Draft = { -readonly [Key in keyof Message]: Message[Key] };

/** The number of Twilio's that stands for a messaging service which the contact has never written to. */
const POOL_NUMBER = '+15005550006';

/** The oldest ones go when there are more: an engine may run for weeks. */
const KEPT = 50_000;

/** What a contact writes. */
export interface IncomingMessage extends Pick<
  Message,
  'from' | 'to' | 'body' | 'mediaUrls' | 'messagingServiceSid' | 'conversationSid'
> {
  /** Made up unless told. */
  sid?: string;
}

/** All messages of an account, and how they get to the telephones they are for. */
export class Messaging {
  readonly optOuts = new OptOuts();
  /** Texts by content SID; undefined: every template is known, and its text is empty. */
  templates: Templates | undefined;
  private readonly kept: Draft[] = [];

  constructor(private readonly account: Account) {}

  get all(): readonly Message[] {
    return this.kept;
  }

  /**
   * Takes a message over for delivery.
   * @throws ApiError where Twilio would refuse it
   */
  send(request: MessageRequest): Message {
    checkMessage(request, this.account);
    const { statusCallback, ...fields } = request;
    const from = request.from ?? this.senderFor(request.to);
    if (this.optOuts.has(from, request.to)) {
      throw badRequest(21610, 'Attempt to send to unsubscribed recipient');
    }
    const body = request.contentSid === undefined ? request.body : renderTemplate(request, this.templates);
    return this.take({ ...fields, from, body }, statusCallback);
  }

  /** Hands on what was written in a conversation, to whoever wants to have it. */
  pass(message: Omit<MessageRequest, 'statusCallback'> & { from: string }): void {
    if (!this.optOuts.has(message.from, message.to)) this.take(message);
  }

  /** Takes down a message that a contact has written. */
  receive(message: IncomingMessage): Message {
    this.optOuts.heed(message);
    const now = new Date();
    return this.keep({
      sid: sidOf(message),
      ...message,
      direction: 'inbound',
      status: 'received',
      createdAt: now,
      sentAt: now,
      updatedAt: now,
    });
  }

  private take(
    message: Omit<MessageRequest, 'statusCallback'> & { from: string },
    statusCallback?: string,
  ): Message {
    const now = new Date();
    const sid = sidOf(message);
    const draft = this.keep({
      ...message,
      sid,
      direction: 'outbound-api',
      status: 'queued',
      createdAt: now,
      updatedAt: now,
    });
    this.account.background.run(this.deliver(draft, statusCallback));
    return draft;
  }

  private keep(draft: Draft): Draft {
    this.kept.push(draft);
    if (this.kept.length > KEPT) this.kept.shift();
    return draft;
  }

  /** A service answers from the number that the contact knows. */
  private senderFor(contact: string): string {
    const last = this.kept.findLast(({ direction, from }) => direction === 'inbound' && from === contact);
    return last?.to ?? POOL_NUMBER;
  }

  /** One status after another: the next one waits until the application has heard of the one before. */
  private async deliver(draft: Draft, statusCallback: string | undefined): Promise<void> {
    await setImmediate(); // whoever sends it first learns that it is queued
    const statuses = this.hand(draft);
    await this.tell(draft, statusCallback);
    for (const status of statuses) {
      Object.assign(draft, { ...status, updatedAt: new Date() });
      draft.sentAt ??= draft.updatedAt;
      await this.tell(draft, statusCallback);
    }
  }

  private async tell(draft: Draft, statusCallback: string | undefined): Promise<void> {
    if (statusCallback === undefined) return;
    const params = messageStatusParams(draft, this.account.sid);
    await this.account.tell({ url: statusCallback, method: 'POST', params });
  }

  /** Hands the message over, and says what it goes through. */
  private hand(draft: Draft): Pick<Draft, 'status' | 'errorCode'>[] {
    const delivery: Delivery = this.account.deviceOf(draft.to)?.message?.(draft) ?? 'delivered';
    if (delivery === 'sent') return [{ status: 'sent' }];
    if (delivery === 'delivered') return [{ status: 'sent' }, { status: 'delivered' }];
    if (delivery.status === 'failed') return [delivery];
    return [{ status: 'sent' }, delivery];
  }
}

function sidOf({ mediaUrls }: Pick<Message, 'mediaUrls'>): string {
  return newSid(mediaUrls.length > 0 ? 'MM' : 'SM');
}
