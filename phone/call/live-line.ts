import { Clock } from './clock';
import { PhoneError } from '../errors';
import { describeQuestion, misfit } from '../fit';
import { type Action, type Destination, Interrupted, type Line, type Page } from './line';
import type { CallStatus, Parties } from '../params';
import type { Answer, Answers, Question } from '../question';
import type { Happening } from '../record';
import { writeAnswer } from '../script';

interface Options {
  status: CallStatus;
  /** Time is really waited; otherwise it is only counted. */
  realTime: boolean;
  /** Somebody else may lead the call elsewhere. */
  patient: boolean;
  onPickUp(): void;
  onCallback(request: Action): void;
}

/** Who is at the telephone. */
export interface Listener {
  answers: Answers;
  watch?: ((happening: Happening) => void) | undefined;
}

/** A call while it lasts: who is on the line, what has happened, and what time it is. */
export class LiveLine implements Line {
  page: Page = { url: '', root: { name: 'Response', attributes: {}, children: [] } };
  status: CallStatus;
  readonly happenings: Happening[] = [];
  readonly clock: Clock;
  private listener: Listener | undefined;
  private readonly gone = new AbortController();
  /** Aborted when there is nothing to wait for any more: the call is over or led elsewhere. */
  private interruption = new AbortController();
  private elsewhere: Destination | undefined;

  constructor(
    readonly parties: Parties,
    private readonly options: Options,
  ) {
    this.status = options.status;
    this.clock = new Clock(options);
  }

  /** From now on it is this one who answers. */
  listen(listener: Listener): void {
    this.listener = listener;
  }

  /** Aborted when the call is over. */
  get over(): AbortSignal {
    return this.gone.signal;
  }

  isOver(): boolean {
    return this.gone.signal.aborted;
  }

  hangUp(): void {
    this.gone.abort();
    this.interruption.abort();
  }

  /** Whatever the call waits for is given up. */
  leadTo(destination: Destination): void {
    this.elsewhere = destination;
    this.interruption.abort();
  }

  /** Where the call has been led meanwhile; undefined: nowhere else. It can be interrupted again from here on. */
  takeElsewhere(): Destination | undefined {
    const { elsewhere } = this;
    if (elsewhere === undefined || this.isOver()) return undefined;
    this.elsewhere = undefined;
    this.interruption = new AbortController();
    return elsewhere;
  }

  /**
   * What is awaited loses its meaning when the caller hangs up: undefined then.
   * @throws Interrupted
   */
  async unlessInterrupted<T>(awaited: Promise<T>): Promise<T | undefined> {
    const { signal } = this.interruption;
    let interrupt: () => void = () => undefined;
    const interrupted = new Promise<void>(resolve => {
      interrupt = resolve;
      signal.addEventListener('abort', interrupt, { once: true });
      if (signal.aborted) resolve();
    });
    try {
      return await Promise.race([awaited, interrupted.then(() => undefined)]);
    } finally {
      signal.removeEventListener('abort', interrupt);
      this.throwIfInterrupted(); // whatever came of it
    }
  }

  pickUp(): void {
    if (this.status !== 'ringing') return;
    this.status = 'in-progress';
    this.clock.start();
    this.tell({ kind: 'answered' });
    this.options.onPickUp();
  }

  tell(happening: Happening): void {
    this.happenings.push(happening);
    this.listener?.watch?.(happening);
  }

  async ask(question: Question): Promise<Answer> {
    this.tell({ kind: 'ask', question });
    this.throwIfInterrupted();
    const awaited = this.isOver()
      ? undefined
      : this.listener?.answers.answer(question, this.interruption.signal);
    const answer: Answer = (awaited && (await this.unlessInterrupted(awaited))) ?? { kind: 'hangup' };
    const complaint = misfit(question, answer);
    if (complaint !== undefined) {
      throw new PhoneError(
        `the answer "${writeAnswer(answer)}" does not fit ${describeQuestion(question)} of ${this.page.url}: ${complaint}`,
      );
    }
    this.tell({ kind: 'answer', answer: writeAnswer(answer) });
    if (answer.kind === 'hangup' || (answer.kind === 'recording' && answer.end === 'hangup')) this.hangUp();
    return answer;
  }

  async wait(seconds: number): Promise<void> {
    await this.clock.wait(seconds, this.interruption.signal);
    this.throwIfInterrupted();
  }

  elapse(seconds: number): void {
    this.clock.elapse(seconds);
  }

  callback(request: Action): void {
    this.options.onCallback(request);
  }

  private throwIfInterrupted(): void {
    if (this.elsewhere !== undefined && !this.isOver()) throw new Interrupted();
  }
}
