import { newSid } from '../params';
import { ApiError, badRequest } from './api-error';

export type ConversationState = 'active' | 'inactive' | 'closed';

/** What may be said of a conversation, and changed. */
export interface ConversationFields {
  friendlyName?: string;
  uniqueName?: string;
  /** JSON. */
  attributes?: string;
  messagingServiceSid?: string;
  state?: ConversationState;
}

/** Somebody in a conversation: by name, or by an address and the number that it writes with. */
export interface Participant {
  readonly sid: string;
  readonly identity?: string;
  readonly binding?: { readonly address: string; readonly proxyAddress: string };
  readonly attributes: string;
  readonly createdAt: Date;
}

export interface ConversationMessage {
  readonly sid: string;
  readonly index: number;
  readonly author: string;
  readonly body: string;
  readonly attributes: string;
  readonly contentSid?: string;
  /** SID of the one who wrote it, if it is somebody in the conversation. */
  readonly participantSid?: string;
  readonly createdAt: Date;
}

/** Who is told what happens in a conversation. */
export interface ConversationWebhook {
  readonly sid: string;
  readonly target: 'webhook' | 'studio' | 'trigger';
  readonly url?: string;
  readonly method: 'GET' | 'POST';
  /** Events by name, such as `onMessageAdded`. */
  readonly filters: readonly string[];
  readonly flowSid?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** One conversation (https://www.twilio.com/docs/conversations/api/conversation-resource). Its timers do not run. */
export class Conversation {
  readonly sid = newSid('CH');
  readonly createdAt = new Date();
  updatedAt = this.createdAt;
  readonly participants: Participant[] = [];
  readonly messages: ConversationMessage[] = [];
  readonly webhooks: ConversationWebhook[] = [];

  /** @throws ApiError 50384 */
  constructor(
    readonly serviceSid: string,
    private fields: ConversationFields,
  ) {
    if (fields.state === 'closed') throw badRequest(50384, "Initial state can't be 'closed'");
  }

  get state(): ConversationState {
    return this.fields.state ?? 'active';
  }

  get about(): Readonly<ConversationFields> {
    return this.fields;
  }

  /** @throws ApiError 50377 */
  checkOpen(): void {
    if (this.state !== 'closed') return;
    throw badRequest(50377, "Can't update conversation as it's in final closed state");
  }

  /** @throws ApiError 50377 */
  update(fields: ConversationFields): void {
    this.checkOpen();
    this.fields = { ...this.fields, ...fields };
    this.updatedAt = new Date();
  }

  /** @throws ApiError 50377 or 50433 */
  join(who: Pick<Participant, 'identity' | 'binding' | 'attributes'>): Participant {
    this.checkOpen();
    if (who.identity !== undefined && this.participants.some(({ identity }) => identity === who.identity)) {
      throw new ApiError(409, 50433, 'Participant already exists');
    }
    const participant = { ...who, sid: newSid('MB'), createdAt: new Date() };
    this.participants.push(participant);
    return participant;
  }

  /** @throws ApiError 50377 */
  add(
    message: Pick<ConversationMessage, 'author' | 'body' | 'attributes' | 'contentSid'>,
  ): ConversationMessage {
    this.checkOpen();
    const writer = this.participantBy(message.author);
    const added = {
      ...message,
      sid: newSid('IM'),
      index: (this.messages.at(-1)?.index ?? -1) + 1,
      createdAt: new Date(),
      ...(writer && { participantSid: writer.sid }),
    };
    this.messages.push(added);
    return added;
  }

  /** By identity, address or SID. */
  participantBy(name: string): Participant | undefined {
    return this.participants.find(
      ({ sid, identity, binding }) => sid === name || identity === name || binding?.address === name,
    );
  }
}
