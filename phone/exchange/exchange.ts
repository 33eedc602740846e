import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { LiveCall } from '../call/live-call';
import { Account } from './account';
import { notFound } from './api-error';
import { buildApp } from './app';
import { authenticate, type Credentials } from './authenticate';
import { Calls } from './calls';
import type { Conversation, ConversationMessage } from './conversation';
import { Conversations } from './conversations';
import type { Device } from './device';
import type { FaultOf } from './fault';
import { goWrong } from './faults';
import type { Message } from './message';
import { type IncomingMessage, Messaging } from './messaging';
import { registerRoutes } from './routes';
import { type Interaction, type Task, Tasks } from './tasks';
import type { Templates } from './templates';

export type { Conversation, ConversationMessage } from './conversation';
export type { Answered, Delivery, Device, Leg, PickUp } from './device';
export type { ApiRequest, Fault, FaultOf, Refusal } from './fault';
export type { Message, MessageStatus } from './message';
export type { IncomingMessage } from './messaging';
export type { Interaction, Task } from './tasks';

export interface ExchangeOptions extends Credentials {
  /** 127.0.0.1 unless told. */
  host?: string;
  /** 0, which is any free one, unless told. */
  port?: number;
  /** Time is really waited in outgoing calls; otherwise it is only counted. */
  realTime?: boolean;
}

/**
 * The Twilio that an application calls: one server for the REST APIs of all products, the telephones that are called
 * and written to by them, and the callbacks that come of it.
 */
export class Exchange {
  /** Asked before every request to the API is obeyed, which waits for its answer. */
  fault: FaultOf | undefined;
  private readonly account: Account;
  private readonly messaging: Messaging;
  private readonly callDesk: Calls;
  private readonly conversationDesk: Conversations;
  private readonly taskDesk = new Tasks();
  private readonly app: FastifyInstance = buildApp();
  private closing: Promise<void> | undefined;

  private constructor(options: ExchangeOptions) {
    this.account = new Account(options.accountSid, options.authToken);
    this.messaging = new Messaging(this.account);
    this.callDesk = new Calls(this.account, options.realTime ?? false);
    this.conversationDesk = new Conversations(this.account, this.messaging);
    this.app.addHook('onRequest', authenticate(options));
    goWrong(this.app, request => this.fault?.(request));
    registerRoutes(this.app, {
      account: this.account,
      messaging: this.messaging,
      calls: this.callDesk,
      conversations: this.conversationDesk,
      tasks: this.taskDesk,
    });
  }

  static async start(options: ExchangeOptions): Promise<Exchange> {
    const exchange = new Exchange(options);
    await exchange.app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
    return exchange;
  }

  /** Base URL of all products: TWILIO_API_BASE_URL. */
  get url(): string {
    const { address, port, family } = this.app.server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  /** In the order in which they were taken over or received, those of conversations included. */
  get messages(): readonly Message[] {
    return this.messaging.all;
  }

  /** Those that applications have placed and those that were registered, in the order in which they began. */
  get calls(): readonly LiveCall[] {
    return this.callDesk.all;
  }

  get conversations(): readonly Conversation[] {
    return this.conversationDesk.all;
  }

  /** In the order in which they were created, those of interactions included. */
  get tasks(): readonly Task[] {
    return this.taskDesk.tasks;
  }

  get interactions(): readonly Interaction[] {
    return this.taskDesk.interactions;
  }

  /** Texts of content templates, by content SID. Without it every template is known, and its text is empty. */
  set templates(templates: Templates | undefined) {
    this.messaging.templates = templates;
  }

  /** SIDs of the TaskRouter workflows there are. Without it there is every one. */
  set workflows(sids: readonly string[] | undefined) {
    this.taskDesk.workflows = sids && new Set(sids);
  }

  /**
   * Gives a telephone a number; `*` stands for all that nobody has. The one that was attached last wins.
   * @returns takes it away again
   */
  attach(address: string, device: Device): () => void {
    return this.account.attach(address, device);
  }

  /** Makes a call known that a phone places, so that applications can change it: the option `exchange` of a call. */
  register(call: LiveCall): void {
    this.callDesk.register(call);
  }

  /**
   * Takes down what a contact writes to a number, STOP and START included. Whoever writes it asks the number's webhook,
   * unless the message has gone to a conversation instead: it has its `conversationSid` then.
   */
  receive(message: IncomingMessage): Message {
    const conversation = this.conversationDesk.boundTo(message.from, message.to);
    if (!conversation) return this.messaging.receive(message);
    this.conversationDesk.say(conversation, message.from, message.body);
    return this.messaging.receive({ ...message, conversationSid: conversation.sid });
  }

  /**
   * Somebody in a conversation writes; its webhooks are told.
   * @param author identity, address or SID of a participant, or anybody else
   * @throws ApiError 50377 where the conversation is closed, 20404 where there is none
   */
  say(conversationSid: string, author: string, body: string): ConversationMessage {
    return this.conversationDesk.say(this.conversation(conversationSid), author, body);
  }

  /** A conversation comes to its end as its timers, or somebody else than the application, would have it. */
  endConversation(conversationSid: string, how: 'closed' | 'removed'): void {
    this.conversationDesk.end(this.conversation(conversationSid), how);
  }

  /**
   * Resolves when everything that was begun is over and told: deliveries, callbacks, outgoing calls.
   * @throws PhoneError of an outgoing call whose TwiML cannot be obeyed
   */
  settled(): Promise<void> {
    return this.account.background.settled();
  }

  /** Hangs up all calls and serves no more. @throws as `settled` does */
  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    this.callDesk.hangUp();
    await this.app.close();
    try {
      await this.settled();
    } finally {
      await this.account.close();
    }
  }

  private conversation(sid: string): Conversation {
    const conversation = this.conversationDesk.find(sid);
    if (!conversation) throw notFound(sid);
    return conversation;
  }
}
