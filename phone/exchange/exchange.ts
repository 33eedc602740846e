import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { LiveCall } from '../live-call';
import { Account } from './account';
import { notFound } from './api-error';
import { buildApp, pathOf } from './app';
import { authenticate, type Credentials } from './authenticate';
import { Calls } from './calls';
import type { Device } from './device';
import type { ApiRequest, Fault } from './fault';
import { goWrong } from './faults';
import type { Message } from './message';
import { Messaging } from './messaging';
import { callRoutes } from './routes/calls';
import { messages } from './routes/messages';
import { recordings } from './routes/recordings';
import type { Templates } from './templates';

export type { Answered, Delivery, Device, Leg, PickUp } from './device';
export type { ApiRequest, Fault, Refusal } from './fault';
export type { Message, MessageStatus } from './message';

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
 * and written to by them, and the status callbacks that come of it.
 */
export class Exchange {
  /** Asked before every request to the API is obeyed. */
  fault: ((request: ApiRequest) => Fault | undefined) | undefined;
  private readonly account: Account;
  private readonly messaging: Messaging;
  private readonly callDesk: Calls;
  private readonly app: FastifyInstance;

  private constructor(options: ExchangeOptions) {
    const { accountSid } = options;
    this.account = new Account(accountSid, options.authToken);
    this.messaging = new Messaging(this.account);
    this.callDesk = new Calls(this.account, options.realTime ?? false);
    this.app = buildApp();
    this.app.addHook('onRequest', authenticate(options));
    goWrong(this.app, request => this.fault?.(request));
    void this.app.register(
      (scope, _options, done) => {
        scope.addHook<{ Params: { accountSid: string } }>('onRequest', (request, _reply, next) =>
          next(request.params.accountSid === accountSid ? undefined : notFound(pathOf(request))),
        );
        void scope.register(messages(this.messaging, accountSid));
        void scope.register(callRoutes(this.callDesk, this.account));
        void scope.register(recordings(this.callDesk, accountSid));
        done();
      },
      { prefix: '/2010-04-01/Accounts/:accountSid' },
    );
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

  /** In the order in which they were taken over or received. */
  get messages(): readonly Message[] {
    return this.messaging.all;
  }

  /** Those that applications have placed and those that were registered, in this order in time. */
  get calls(): readonly LiveCall[] {
    return this.callDesk.all;
  }

  /** Makes a call known that a phone places, so that applications can change it: see the option `exchange` of a call. */
  register(call: LiveCall): void {
    this.callDesk.register(call);
  }

  /** Texts of content templates, by content SID. Without it every template is known, and its text is empty. */
  set templates(templates: Templates | undefined) {
    this.messaging.templates = templates;
  }

  /**
   * Gives a telephone a number; `*` stands for all that nobody has. The one that was attached last wins.
   * @returns takes it away again
   */
  attach(address: string, device: Device): () => void {
    return this.account.attach(address, device);
  }

  /**
   * Resolves when everything that was begun is over and told: deliveries, status callbacks, outgoing calls.
   * @throws PhoneError of an outgoing call whose TwiML cannot be obeyed
   */
  settled(): Promise<void> {
    return this.account.background.settled();
  }

  /** Hangs up all calls and serves no more. @throws as `settled` does */
  async close(): Promise<void> {
    this.callDesk.hangUp();
    await this.app.close();
    try {
      await this.settled();
    } finally {
      await this.account.close();
    }
  }
}
