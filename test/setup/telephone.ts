import type { Answered, Exchange, Leg, PickUp } from '../../phone/exchange/exchange';
import type { Answer, Answers, Question } from '../../phone/question';
import { heard, type CallRecord, type Happening } from '../../phone/record';
import { parseAnswer, Script } from '../../phone/script';
import { until } from './until';

export type Reaction = PickUp | ((leg: Leg) => PickUp | Promise<PickUp>);

/** A telephone that is called by a flow. */
export class Telephone {
  /** The calls that it has rung for. */
  readonly legs: Leg[] = [];
  private readonly detach: () => void;

  /** @param reactions one a call; the last one for all that follow */
  constructor(exchange: Exchange, number: string, ...reactions: [Reaction, ...Reaction[]]) {
    this.detach = exchange.attach(number, {
      ring: leg => {
        this.legs.push(leg);
        const reaction = (reactions.length > 1 ? reactions.shift() : reactions[0]) ?? 'no-answer';
        return typeof reaction === 'function' ? reaction(leg) : reaction;
      },
    });
  }

  /** Waits until it has rung so often. @returns the call it has rung for last */
  async rung(times = 1): Promise<Leg> {
    await until(() => Promise.resolve(this.legs.length >= times));
    return this.legs[times - 1] as Leg;
  }

  /** The whole call, to its end. */
  async over(times = 1): Promise<CallRecord> {
    return (await this.rung(times)).over;
  }

  unplug(): void {
    this.detach();
  }
}

/** Somebody who picks up, and has the answers ready. */
export function human(...lines: string[]): Answered {
  return { as: 'human', answers: new Script(lines) };
}

/** Somebody on the line who answers when the test says so, and hangs up with the call. */
export class Person implements Answers {
  readonly happenings: Happening[] = [];
  private readonly questions: { question: Question; answer: (answer: Answer) => void }[] = [];

  answer(question: Question, signal: AbortSignal): Promise<Answer> {
    return new Promise(answer => {
      this.questions.push({ question, answer });
      signal.addEventListener('abort', () => answer({ kind: 'hangup' }));
    });
  }

  readonly watch = (happening: Happening): void => void this.happenings.push(happening);

  /** As who picks up. */
  get picksUp(): Answered {
    return { as: 'human', answers: this, watch: this.watch };
  }

  get heard(): string[] {
    return heard(this);
  }

  /** Waits until so many questions have been asked, and the last of them is of this verb. */
  async asked(verb: Question['verb'], times = 1): Promise<void> {
    await until(() => Promise.resolve(this.questions.length >= times));
    const { question } = this.questions[times - 1] ?? {};
    if (question?.verb !== verb) throw new Error(`asked by ${JSON.stringify(question)}, not by ${verb}`);
  }

  /** Waits until something has happened so often, such as `pause`. */
  async met(kind: Happening['kind'], times = 1): Promise<void> {
    await until(() => Promise.resolve(this.happenings.filter(one => one.kind === kind).length >= times));
  }

  /** Answers what was asked last, in the words of a script. */
  says(text: string): void {
    this.questions.at(-1)?.answer(parseAnswer(text));
  }
}
