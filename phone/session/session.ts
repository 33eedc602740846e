import { EventEmitter, once } from 'node:events';
import { Deadline } from '../deadline';
import { type PhoneError, UnmetError, UsageError } from '../errors';
import type { Leg, PickUp } from '../exchange/device';
import type { Incoming } from '../desk/protocol';
import type { Text } from '../messages/text';
import { Thread, type ThreadOptions } from '../messages/thread';
import type { CallOptions } from '../call/options';
import type { CallRecord, Happening, SessionRecord } from '../record';
import type { Answers } from '../question';
import type { Person } from './person';

/** Milliseconds in which what somebody waits for must have come. */
export const PATIENCE = 30_000;

/** Places a call. */
export type PlaceCall = (
  options: Pick<CallOptions, 'answers' | 'watch' | 'realTime' | 'signal'>,
) => Promise<CallRecord>;

export interface SessionOptions {
  from: string;
  person: Person;
  /** Absent: nobody is called or written to. */
  to?: string;
  /** Whom the contact writes to. */
  thread?: Omit<ThreadOptions, 'tell'>;
  /** Told of everything as it happens. */
  watch?(happening: Happening): void;
  /** Milliseconds for which nothing must have come before it is left. */
  quiet?: number;
  patience?: number;
}

/** What a contact does and meets with, from taking the telephone in hand to putting it away. */
export class Session {
  /** Needs the time that things take. */
  readonly realTime: boolean;
  private readonly happenings: Happening[] = [];
  private readonly thread: Thread | undefined;
  private readonly news = new EventEmitter();
  /** Messages that nobody has waited for. */
  private unread = 0;
  /** The call that came in, while it rings and lasts. */
  private leg: Leg | undefined;
  /** The contact is in a call that they have placed. */
  private busy = false;
  private placed: CallRecord | undefined;
  private failure: Error | undefined;
  /** Aborted when nothing can come any more. */
  private readonly lost = new AbortController();

  constructor(private readonly options: SessionOptions) {
    this.realTime = options.person.realTime;
    const tell = (happening: Happening) => this.tell(happening);
    this.thread = options.thread && new Thread({ ...options.thread, tell });
  }

  /**
   * Goes on until the contact leaves.
   * @param interrupt aborting it makes the contact leave, and hang up
   * @throws PhoneError for TwiML that cannot be obeyed, or where nothing can come any more; UnmetError where what is waited for does not come
   */
  async run(interrupt: AbortSignal, place: PlaceCall): Promise<SessionRecord> {
    const signal = AbortSignal.any([interrupt, this.lost.signal]);
    const hangUp = () => this.leg?.hangUp();
    signal.addEventListener('abort', hangUp);
    try {
      await this.act(signal, place);
      if (!signal.aborted) await this.untilQuiet(signal);
    } finally {
      hangUp();
      await this.thread?.close();
    }
    if (this.failure) throw this.failure;
    return this.record;
  }

  /** A message comes in. */
  message({ from, to, body, mediaUrls: media }: Incoming, earlier = false): void {
    this.tell({ kind: 'received', from, to, body, media, ...(earlier && { earlier }) });
  }

  /** Nothing will ever come any more. */
  gone(why: PhoneError): void {
    this.failure ??= why;
    this.lost.abort();
  }

  /** Everything so far. */
  get record(): SessionRecord {
    const { happenings, placed } = this;
    const { from, to } = this.options;
    return { from, ...(to !== undefined && { to }), happenings, ...(placed && { call: placed }) };
  }

  private async act(signal: AbortSignal, place: PlaceCall): Promise<void> {
    for (;;) {
      const act = await this.options.person.act(signal);
      if (act.do === 'leave') return;
      if (act.do === 'wait') await this.wait(act.messages, signal);
      else if (act.do === 'call') await this.call(place, act.answers, signal);
      else await this.send(act);
    }
  }

  private async call(place: PlaceCall, answers: Answers, signal: AbortSignal): Promise<void> {
    this.busy = true;
    const { person } = this.options;
    const watch = (happening: Happening) => this.tell(happening);
    this.placed = await place({ answers, watch, signal, realTime: person.realTime });
    this.busy = false;
    const { error } = this.placed;
    if (error) this.tell({ kind: 'failed', ...error });
  }

  private async send({ body, media }: Text): Promise<void> {
    if (!this.thread) throw new UsageError('there is nobody to write to: name a number, with --chat');
    await this.thread.send({ body, media });
  }

  private async wait(messages: number, signal: AbortSignal): Promise<void> {
    const { patience = PATIENCE } = this.options;
    const deadline = new Deadline(patience);
    const given = AbortSignal.any([signal, deadline.signal]);
    while (this.unread < messages && !given.aborted) await this.happening(given);
    deadline.cancel();
    if (signal.aborted) return;
    if (this.unread < messages) {
      const what = messages === 1 ? 'no message has' : `only ${this.unread} of ${messages} messages have`;
      throw new UnmetError(`${what} come within ${patience / 1000} s`);
    }
    this.unread -= messages;
  }

  private async untilQuiet(signal: AbortSignal): Promise<void> {
    const { quiet = 0 } = this.options;
    for (let over = quiet === 0; !over;) {
      const silence = new Deadline(quiet);
      await this.happening(AbortSignal.any([signal, silence.signal]));
      silence.cancel();
      over = silence.signal.aborted || signal.aborted;
    }
  }

  /** Resolves when something happens, or when nothing is to be waited for. */
  private async happening(signal: AbortSignal): Promise<void> {
    await once(this.news, 'happening', { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  private tell(happening: Happening): void {
    if (happening.kind === 'received' && this.isNews(happening)) this.unread++;
    this.happenings.push(happening);
    this.options.watch?.(happening);
    this.news.emit('happening');
  }

  /** What an application sends to somebody else, and what had come before, was not waited for. */
  private isNews({ to, earlier }: Extract<Happening, { kind: 'received' }>): boolean {
    return to === this.options.from && !earlier;
  }

  /** A call comes in. */
  async ring(leg: Leg): Promise<PickUp> {
    const busy = this.leg !== undefined || this.busy;
    if (!busy) this.leg = leg;
    const pickup = busy ? 'busy' : await this.options.person.pickUp(leg);
    this.tell({ kind: 'rang', from: leg.from, as: typeof pickup === 'string' ? pickup : pickup.as });
    void leg.over
      .then(({ error }) => error && this.tell({ kind: 'failed', ...error }))
      .catch((error: unknown) => (this.failure ??= error as Error))
      .finally(() => this.leg === leg && (this.leg = undefined));
    if (typeof pickup === 'string') return pickup;
    return { ...pickup, watch: happening => this.tell(happening) };
  }
}
