import type { CallOptions } from './call-options';
import { DocumentError, PhoneError } from './errors';
import { type Action, type End, hungUp, type Page } from './line';
import { LiveLine } from './live-line';
import { obey } from './obey';
import { readPage } from './page';
import { newSid, standardParams } from './params';
import type { CallRecord, Purpose } from './record';
import { StatusCallbacks } from './status-callbacks';
import { type Reply, WebhookClient } from './webhook';

export type { CallOptions } from './call-options';

/** Documents after which a call is taken to go round in circles. */
const MAX_DOCUMENTS = 1_000;
/** What Twilio says where neither the application nor its fallback answers. */
const APOLOGY = 'We are sorry, an application error has occurred. Goodbye.';

/**
 * Places a call as Twilio would and obeys the TwiML it gets, until the call is over.
 * @throws PhoneError for TwiML that cannot be obeyed and answers that do not fit; the call has been ended then
 */
export function placeCall(options: CallOptions): Promise<CallRecord> {
  return new Call(options).place();
}

/** One call; `placeCall` is all that is needed, unless somebody hangs up in the middle of something. */
export class Call {
  readonly sid: string;
  private readonly line: LiveLine;
  private readonly client: WebhookClient;
  private readonly statusCallbacks: StatusCallbacks;
  /** Requests that the call does not wait for, or no longer. */
  private readonly background: Promise<unknown>[] = [];
  private error: DocumentError | undefined;
  /** The phone gives up. */
  private failure: Error | undefined;

  constructor(private readonly options: CallOptions) {
    const { accountSid, from, to, authToken, url, statusCallback = url } = options;
    this.sid = options.callSid ?? newSid('CA');
    this.statusCallbacks = new StatusCallbacks(options.statusEvents ?? ['completed'], params => {
      if (statusCallback !== null)
        this.inBackground('status', { url: statusCallback, method: 'POST', params });
    });
    this.line = new LiveLine({ callSid: this.sid, accountSid, from, to }, options, {
      onPickUp: () => this.statusCallbacks.tell('answered'),
      onCallback: action => this.inBackground('callback', action),
    });
    this.client = new WebhookClient({
      authToken,
      timeout: options.webhookTimeout ?? 15_000,
      deliverTwice: options.deliverTwice ?? false,
      onRequest: request => this.line.tell(request),
    });
  }

  /** The caller hangs up, whatever is going on. */
  hangUp(): void {
    this.line.hangUp();
  }

  async place(): Promise<CallRecord> {
    const hangUp = () => this.hangUp();
    this.options.signal?.addEventListener('abort', hangUp);
    if (this.options.signal?.aborted) hangUp();
    this.statusCallbacks.tell('initiated', { CallStatus: 'initiated' });
    this.statusCallbacks.tell('ringing');
    const end = await this.run().catch((error: unknown) => {
      this.fail(error);
      return { do: 'end', reason: 'application-error' } as const;
    });
    const record = await this.end(end);
    this.options.signal?.removeEventListener('abort', hangUp);
    await this.client.close();
    if (this.failure !== undefined) throw this.failure;
    return record;
  }

  private async run(): Promise<End> {
    let action: Action = { url: this.options.url, method: 'POST', params: {} };
    for (let documents = 0; documents < MAX_DOCUMENTS; documents++) {
      try {
        const fetched = this.fetch(action);
        void this.keep(fetched);
        const page = await this.line.unlessOver(fetched);
        if (!page) return hungUp();
        this.line.page = page;
        const next = await obey(this.line);
        if (next.do === 'end') return next;
        action = next.action;
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error;
        if (this.line.isOver()) return hungUp();
        const fallback = this.fallback(action, error);
        if (!fallback) return this.apologise(error);
        action = fallback;
      }
    }
    throw new PhoneError(
      `the call has had ${MAX_DOCUMENTS} documents and goes in circles, now to ${action.url}`,
    );
  }

  private async fetch(action: Action): Promise<Page> {
    const purpose = action.url === this.options.fallbackUrl ? 'fallback' : 'twiml';
    return readPage(await this.send(purpose, action), warning => this.line.tell(warning));
  }

  /** https://www.twilio.com/docs/voice/twiml#fallbackurl; a fallback has none of its own. */
  private fallback({ url }: Action, { code, url: failed }: DocumentError): Action | undefined {
    const { fallbackUrl } = this.options;
    if (fallbackUrl === undefined || url === fallbackUrl) return undefined;
    return { url: fallbackUrl, method: 'POST', params: { ErrorCode: String(code), ErrorUrl: failed } };
  }

  private apologise(error: DocumentError): End {
    this.error = error;
    this.line.pickUp();
    this.line.tell({ kind: 'say', text: APOLOGY, loop: 1 });
    return { do: 'end', reason: 'application-error' };
  }

  /** Tells everybody who wants to know that the call is over, and waits for what is still under way. */
  private async end({ reason, status, tell }: End): Promise<CallRecord> {
    const { line, error } = this;
    line.hangUp();
    line.status = status ?? (line.status === 'ringing' ? 'no-answer' : 'completed');
    const duration = line.clock.seconds;
    line.tell({ kind: 'ended', reason });
    if (tell) await this.keep(this.send('twiml', tell));
    this.statusCallbacks.tellEnd(line.status, duration);
    await Promise.all(this.background);
    return {
      callSid: this.sid,
      from: this.options.from,
      to: this.options.to,
      status: line.status,
      duration,
      reason,
      ...(error && { error: { code: error.code, url: error.url, message: error.message } }),
      happenings: line.happenings,
    };
  }

  private send(purpose: Purpose, { url, method, params: extra }: Action): Promise<Reply> {
    const standard =
      purpose === 'callback'
        ? {}
        : { ...standardParams(this.line.parties, this.line.status), ...this.options.parameters };
    return this.client.send({ purpose, method, url, standard, extra });
  }

  private inBackground(purpose: Purpose, action: Action): void {
    void this.keep(this.send(purpose, action));
  }

  /** Lets a request outlive the wait for it. That there was no answer is in the record; other errors are failures. */
  private keep(awaited: Promise<unknown>): Promise<void> {
    const kept = awaited.then(
      () => undefined,
      (error: unknown) => this.fail(error),
    );
    this.background.push(kept);
    return kept;
  }

  private fail(error: unknown): void {
    if (error instanceof DocumentError) return;
    this.failure ??= error instanceof Error ? error : new Error(String(error));
  }
}
