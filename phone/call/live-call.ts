import { CallRecordings } from './recordings';
import { CallRequests } from './requests';
import type { LiveCallOptions } from './options';
import { DocumentError, PhoneError } from '../errors';
import { type Action, type Destination, type End, hungUp, Interrupted, type Next, type Page } from './line';
import { LiveLine } from './live-line';
import { obey } from './obey';
import { pageOf, readPage } from '../page';
import { type CallStatus, type Direction, newSid } from '../params';
import type { CallRecord, Happening } from '../record';
import { StatusCallbacks } from './status-callbacks';

/** Documents after which a call is taken to go round in circles. */
const MAX_DOCUMENTS = 1_000;
/** What Twilio says where neither the application nor its fallback answers. */
const APOLOGY = 'We are sorry, an application error has occurred. Goodbye.';

/** What those who place calls decide. */
interface Kind {
  direction: Direction;
  /** At first. */
  status: CallStatus;
  statusCallback?: Omit<Action, 'params'>;
  /** The status of a call that is over before it was answered. */
  unanswered: CallStatus;
  /** Somebody else may lead the call elsewhere. */
  patient: boolean;
}

/** One call, whoever has placed it: it obeys documents until it is over. */
export abstract class LiveCall {
  readonly sid: string;
  readonly createdAt = new Date();
  readonly recordings: CallRecordings;
  /** What answering machine detection has found. */
  answeredBy: string | undefined;
  protected readonly line: LiveLine;
  protected readonly statusCallbacks: StatusCallbacks;
  private readonly requests: CallRequests;
  private error: DocumentError | undefined;
  private ended: { at: Date; duration: number } | undefined;
  private completed = false;
  private placed: Promise<CallRecord> | undefined;

  constructor(
    private readonly options: LiveCallOptions,
    private readonly kind: Kind,
  ) {
    const { direction, status, statusCallback, patient } = kind;
    const { accountSid, from, to, realTime = false } = options;
    this.sid = options.callSid ?? newSid('CA');
    this.line = new LiveLine(
      { callSid: this.sid, accountSid, from, to, direction },
      {
        status,
        realTime,
        patient,
        onPickUp: () => this.statusCallbacks.tell('answered'),
        onCallback: action => this.requests.inBackground('callback', action),
      },
    );
    this.requests = new CallRequests(options, this.line);
    this.recordings = new CallRecordings(this.line);
    this.statusCallbacks = new StatusCallbacks(options.statusEvents ?? ['completed'], params => {
      if (statusCallback) this.requests.inBackground('status', { ...statusCallback, params });
    });
  }

  get direction(): Direction {
    return this.kind.direction;
  }

  get from(): string {
    return this.options.from;
  }

  get to(): string {
    return this.options.to;
  }

  get status(): CallStatus {
    return this.line.status;
  }

  /** Seconds since it was answered; time that was only counted included. */
  get duration(): number {
    return this.ended?.duration ?? this.line.clock.seconds;
  }

  /** Absent: it lasts. */
  get endedAt(): Date | undefined {
    return this.ended?.at;
  }

  /** Everything so far. */
  get happenings(): readonly Happening[] {
    return this.line.happenings;
  }

  /** The one at the telephone hangs up, whatever is going on. */
  hangUp(): void {
    this.line.hangUp();
  }

  /** The application hangs up. */
  complete(): void {
    this.completed = true;
    this.line.hangUp();
  }

  /** Whatever the call obeys is given up for something else (https://www.twilio.com/docs/voice/tutorials/how-to-modify-calls-in-progress). */
  leadTo(destination: Destination): void {
    this.line.leadTo(destination);
  }

  /**
   * The whole call, to its end; it begins when this is first asked for.
   * @throws PhoneError for TwiML that cannot be obeyed and answers that do not fit; the call has been ended then
   */
  place(): Promise<CallRecord> {
    this.placed ??= this.live();
    return this.placed;
  }

  private async live(): Promise<CallRecord> {
    const hangUp = () => this.hangUp();
    this.options.signal?.addEventListener('abort', hangUp);
    if (this.options.signal?.aborted) hangUp();
    const end = await this.run().catch((error: unknown) => {
      this.requests.fail(error);
      return { do: 'end', reason: 'application-error' } as const;
    });
    const record = await this.end(end);
    this.options.signal?.removeEventListener('abort', hangUp);
    await this.requests.close();
    return record;
  }

  /** What comes before the first document, or in its place. */
  protected abstract begin(): Destination | End | Promise<Destination | End>;

  private async run(): Promise<End> {
    const first = await this.begin();
    if ('do' in first) return first;
    let destination: Destination = first;
    for (let documents = 0; documents < MAX_DOCUMENTS; documents++) {
      const next = await this.obey(destination);
      const elsewhere = this.line.takeElsewhere();
      if (!elsewhere && next.do === 'end') return next;
      destination = elsewhere ?? (next as Extract<Next, { do: 'fetch' }>).action;
    }
    throw new PhoneError(
      `the call has had ${MAX_DOCUMENTS} documents and goes in circles, now to ${this.line.page.url}`,
    );
  }

  private async obey(destination: Destination): Promise<Exclude<Next, { do: 'next' }>> {
    try {
      const page = await this.page(destination);
      if (!page) return hungUp();
      this.line.page = page;
      return await obey(this.line);
    } catch (error) {
      if (error instanceof Interrupted) return hungUp(); // from the document, not from the call
      if (!(error instanceof DocumentError)) throw error;
      if (this.line.isOver()) return hungUp();
      const fallback = this.fallback(destination, error);
      return fallback ? { do: 'fetch', action: fallback } : this.apologise(error);
    }
  }

  /** undefined: the call is over before there is one. */
  private async page(destination: Destination): Promise<Page | undefined> {
    const warn = (warning: Happening) => this.line.tell(warning);
    if ('twiml' in destination) return pageOf(destination.twiml, warn);
    const purpose = destination.url === this.options.fallbackUrl ? 'fallback' : 'twiml';
    const fetched = this.requests.send(purpose, destination).then(reply => readPage(reply, 'voice', warn));
    void this.requests.keep(fetched);
    return this.line.unlessInterrupted(fetched);
  }

  /** https://www.twilio.com/docs/voice/twiml#fallbackurl; a fallback has none of its own. */
  private fallback(destination: Destination, { code, url: failed }: DocumentError): Action | undefined {
    const { fallbackUrl } = this.options;
    if (fallbackUrl === undefined || ('url' in destination && destination.url === fallbackUrl))
      return undefined;
    return { url: fallbackUrl, method: 'POST', params: { ErrorCode: String(code), ErrorUrl: failed } };
  }

  private apologise(error: DocumentError): End {
    this.error = error;
    this.line.pickUp();
    this.line.tell({ kind: 'say', text: APOLOGY, loop: 1 });
    return { do: 'end', reason: 'application-error' };
  }

  /** Tells everybody who wants to know that the call is over, and waits for what is still under way. */
  private async end({ reason: reached, status, tell }: End): Promise<CallRecord> {
    const { line, error } = this;
    const reason = this.completed && reached === 'caller-hung-up' ? 'hangup' : reached;
    line.hangUp();
    line.status = status ?? (line.status === 'in-progress' ? 'completed' : this.kind.unanswered);
    const duration = line.clock.seconds;
    this.ended = { at: new Date(), duration };
    line.tell({ kind: 'ended', reason });
    if (tell) await this.requests.keep(this.requests.send('twiml', tell));
    this.statusCallbacks.tellEnd(line.status, duration, {
      ...this.recordings.finish(),
      ...(this.answeredBy !== undefined && { AnsweredBy: this.answeredBy }),
    });
    return {
      callSid: this.sid,
      from: this.from,
      to: this.to,
      status: line.status,
      duration,
      reason,
      ...(error && { error: { code: error.code, url: error.url, message: error.message } }),
      happenings: line.happenings,
    };
  }
}
