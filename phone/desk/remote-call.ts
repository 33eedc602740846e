import type { PhoneError } from '../errors';
import type { Listener } from '../call/live-line';
import type { Answer, Question } from '../question';
import type { CallRecord, Happening } from '../record';

/** A call that an exchange runs, as the telephone that is in it sees it. */
export class RemoteCall {
  /** Aborted when it rings no more. */
  readonly ringing = new AbortController();
  /** Rejects with a PhoneError where the call was given up. */
  readonly over: Promise<CallRecord>;
  private listener: Listener | undefined;
  private readonly happenings: Happening[] = [];
  private readonly questions = new Map<number, AbortController>();
  private end!: { resolve(record: CallRecord): void; reject(error: Error): void };

  constructor() {
    this.over = new Promise((resolve, reject) => (this.end = { resolve, reject }));
    // Whoever wants to know asks for it.
    this.over.catch(() => undefined);
  }

  /** Who is at the telephone. */
  listen(listener: Listener): void {
    this.listener = listener;
  }

  tell(happening: Happening): void {
    this.happenings.push(happening);
    this.listener?.watch?.(happening);
  }

  /** @returns undefined: nobody wants to know it any more */
  async ask(at: number, question: Question): Promise<Answer | undefined> {
    const asking = new AbortController();
    this.questions.set(at, asking);
    const answer = await this.listener?.answers.answer(question, asking.signal);
    this.questions.delete(at);
    return asking.signal.aborted ? undefined : answer;
  }

  asksNoMore(at: number): void {
    this.questions.get(at)?.abort();
  }

  finish(record: Omit<CallRecord, 'happenings'>): void {
    this.end.resolve({ ...record, happenings: this.happenings });
  }

  giveUp(why: PhoneError): void {
    this.ringing.abort();
    for (const asking of this.questions.values()) asking.abort();
    this.end.reject(why);
  }
}
