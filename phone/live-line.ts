import { Clock } from './clock';
import type { CallOptions } from './call-options';
import { PhoneError } from './errors';
import { describeQuestion, misfit } from './fit';
import type { Action, Line, Page } from './line';
import type { CallStatus, Parties } from './params';
import type { Answer, Question } from './question';
import type { Happening } from './record';
import { writeAnswer } from './script';

/** A call while it lasts: who is on the line, what has happened, and what time it is. */
export class LiveLine implements Line {
  page: Page = { url: '', root: { name: 'Response', attributes: {}, children: [] } };
  status: CallStatus = 'ringing';
  readonly happenings: Happening[] = [];
  readonly clock: Clock;
  private readonly gone = new AbortController();
  private readonly hungUp = new Promise<void>(resolve => {
    this.gone.signal.addEventListener('abort', () => resolve(), { once: true });
  });

  constructor(
    readonly parties: Parties,
    private readonly options: Pick<CallOptions, 'answers' | 'watch' | 'realTime'>,
    private readonly events: { onPickUp(): void; onCallback(request: Action): void },
  ) {
    this.clock = new Clock(options.realTime ?? false);
  }

  isOver(): boolean {
    return this.gone.signal.aborted;
  }

  hangUp(): void {
    this.gone.abort();
  }

  /** What is awaited loses its meaning when the caller hangs up: undefined then. */
  unlessOver<T>(awaited: Promise<T>): Promise<T | undefined> {
    return Promise.race([awaited, this.hungUp.then(() => undefined)]);
  }

  pickUp(): void {
    if (this.status !== 'ringing') return;
    this.status = 'in-progress';
    this.clock.start();
    this.tell({ kind: 'answered' });
    this.events.onPickUp();
  }

  tell(happening: Happening): void {
    this.happenings.push(happening);
    this.options.watch?.(happening);
  }

  async ask(question: Question): Promise<Answer> {
    this.tell({ kind: 'ask', question });
    const awaited = this.isOver() ? undefined : this.options.answers.answer(question, this.gone.signal);
    const answer: Answer = (awaited && (await this.unlessOver(awaited))) ?? { kind: 'hangup' };
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

  wait(seconds: number): Promise<void> {
    return this.clock.wait(seconds, this.gone.signal);
  }

  elapse(seconds: number): void {
    this.clock.elapse(seconds);
  }

  callback(request: Action): void {
    this.events.onCallback(request);
  }
}
