import { TwimlError } from '../../twiml/error';
import { DocumentError } from '../errors';
import type { Action } from '../call/line';
import { readPage } from '../page';
import type { Params } from '../params';
import type { Happening, Purpose } from '../record';
import { WebhookClient } from '../webhook';
import { type Correspondents, inboundParams } from './inbound-params';
import { type Effect, effectsOf } from './obey';
import type { Text } from './text';

/** Messages that one message may be answered with (https://www.twilio.com/docs/api/errors/14109). */
const MAX_REPLIES = 10;
/** Answers between two numbers in 30 s, where a redirect counts as one (https://www.twilio.com/docs/api/errors/14107). */
const MAX_DOCUMENTS = 30;
/** Milliseconds in which an application must have answered. */
const WEBHOOK_TIMEOUT = 15_000;

export interface ThreadOptions extends Correspondents {
  /** The number's messaging webhook: a flow's URL or any TwiML application. */
  url: string;
  /** Signs every request. */
  authToken: string;
  webhookTimeout?: number;
  /** Hands a message to an exchange first; undefined: there is none. */
  announce?(text: Text): Promise<Announced | undefined>;
  /** Told of everything as it happens. */
  tell(happening: Happening): void;
}

/** A message that an exchange has taken down. */
export interface Announced {
  sid: string;
  /** The conversation that has it instead of the number's webhook. */
  conversationSid?: string | undefined;
}

/** What a contact and a number of Twilio's write to each other, as far as messaging TwiML answers it. */
export class Thread {
  private readonly client: WebhookClient;

  constructor(private readonly options: ThreadOptions) {
    this.client = new WebhookClient({
      authToken: options.authToken,
      timeout: options.webhookTimeout ?? WEBHOOK_TIMEOUT,
      deliverTwice: false,
      onRequest: request => options.tell(request),
    });
  }

  /**
   * Writes to the number, and obeys the TwiML that its application answers with. What an application does wrong
   * is told as `failed`.
   * @throws PhoneError for TwiML that cannot be obeyed
   */
  async send(text: Text): Promise<void> {
    this.options.tell({ kind: 'sent', ...text });
    const announced = await this.options.announce?.(text);
    if (announced?.conversationSid !== undefined) return;
    const params = inboundParams(this.options, text, announced?.sid);
    try {
      await this.converse(params);
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      const { code, url, message } = error;
      this.options.tell({ kind: 'failed', code, url, message });
    }
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private async converse(inbound: Params): Promise<void> {
    let action: Action | undefined = { url: this.options.url, method: 'POST', params: {} };
    let replies = 0;
    for (let documents = 0; action; documents++) {
      if (documents === MAX_DOCUMENTS) {
        throw new DocumentError(
          14107,
          action.url,
          `is one redirect too many: ${MAX_DOCUMENTS} came before it`,
        );
      }
      const effects = await this.fetch(action, inbound);
      action = undefined;
      for (const effect of effects) {
        if (effect.do === 'fetch') action = effect.action;
        else if (effect.do === 'tell') await this.report(effect.action);
        else if (replies++ < MAX_REPLIES) this.receive(effect);
        else
          throw new DocumentError(14109, this.options.url, `answers with more than ${MAX_REPLIES} messages`);
      }
    }
  }

  private async fetch(action: Action, inbound: Params): Promise<Effect[]> {
    const page = readPage(await this.request('twiml', action, inbound), 'messaging', warning =>
      this.options.tell(warning),
    );
    try {
      return [...effectsOf(page)];
    } catch (error) {
      throw error instanceof TwimlError ? new DocumentError(error.code, page.url, error.message) : error;
    }
  }

  private receive({ body, media, from, to }: Extract<Effect, { do: 'reply' }>): void {
    const { from: contact, to: number } = this.options;
    this.options.tell({ kind: 'received', from: from ?? number, to: to ?? contact, body, media });
  }

  /** Whether anybody listens does not matter. */
  private async report(action: Action): Promise<void> {
    const { accountSid, from, to } = this.options;
    const standard = { AccountSid: accountSid, ApiVersion: '2010-04-01', From: to, To: from };
    await this.request('status', action, standard).catch((error: unknown) => {
      if (!(error instanceof DocumentError)) throw error;
    });
  }

  private request(purpose: Purpose, { url, method, params: extra }: Action, standard: Params) {
    return this.client.send({ purpose, method, url, standard, extra });
  }
}
