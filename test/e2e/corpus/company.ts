import type { Definition, State } from '../../../flow/definition';
import type { ApiRequest, Delivery, Fault, Leg, PickUp } from '../../../phone/exchange/exchange';
import type { Answers } from '../../../phone/question';
import type { CallRecord } from '../../../phone/record';
import { parseAnswer } from '../../../phone/script';
import type { Execution } from '../../setup/execution';
import type { Start } from './start';
import type { Decide } from './explore';
import type { Exported } from './exported';
import { answersTo } from './options';
import type { Met, Stage } from './stage';
import { END, isDecisive, outcomesOf } from './twilio-options';
import { untilItWaits } from './waiting';
import { webAnswer, webAnswersTo, type WebAnswer } from './web-answers';
import { conversationOf, type Writer } from './writer';

const REFUSAL: Fault = { status: 400, code: 20001, message: 'Refused' };

export interface CompanyOptions {
  stage: Stage;
  exported: Exported;
  start: Start;
  decide: Decide;
  writer: Writer;
}

/** Everybody that one execution meets with: they do what is decided. */
export class Company implements Met {
  /** Widgets that have met with refusals and errors. */
  readonly troubled = new Set<string>();
  readonly calls: Promise<CallRecord>[] = [];
  /** How many tasks were wanted and accepted. */
  tasks = 0;
  private pickUp: PickUp = 'failed';
  private delivery: Delivery = 'delivered';
  private readonly doings: Promise<void>[] = [];
  private fail: (error: unknown) => void = () => undefined;
  /** Rejects with what goes wrong in between. */
  readonly failure = new Promise<never>((_, reject) => (this.fail = reject));

  /** @param execution the one that is under way */
  constructor(
    private readonly options: CompanyOptions,
    private readonly execution: Execution,
  ) {}

  /** Resolves when nobody is doing anything any more. */
  async settled(): Promise<void> {
    await Promise.all([...this.doings, ...this.calls]);
    await this.options.stage.engine.exchange.settled();
  }

  /** The person on the line. */
  readonly answers: Answers = {
    answer: async question => {
      const state = await this.here();
      const { decide } = this.options;
      return parseAnswer(decide(state.name, answersTo(question, state, this.flow), 'hangup'));
    },
  };

  async web(): Promise<WebAnswer> {
    const { stage, start, exported, decide, writer } = this.options;
    try {
      const state = await this.here();
      const words = decide(`outside of ${state.name}`, webAnswersTo(state, this.flow, start));
      if (/^[45]/.test(words)) this.troubled.add(state.name);
      if (words === 'silence') this.later(() => stage.outwait(this.execution));
      if (words === 'next message') this.later(() => writer.write('Back'));
      return webAnswer(words, stage.engine.webhook(exported.sid));
    } catch (error) {
      this.fail(error);
      return webAnswer('500', '');
    }
  }

  async twilio(request: ApiRequest): Promise<Fault | undefined> {
    try {
      const state = request.method === 'POST' ? await this.whereabouts() : undefined;
      return state && isDecisive(state, request.path) ? this.outcome(state, request) : undefined;
    } catch (error) {
      this.fail(error);
      return REFUSAL;
    }
  }

  ring(leg: Leg): PickUp {
    this.calls.push(leg.over);
    return this.pickUp;
  }

  message(): Delivery {
    return this.delivery;
  }

  private get flow(): Definition {
    return this.options.exported.flow;
  }

  private async whereabouts(): Promise<State | undefined> {
    const steps = await this.execution.steps();
    return this.flow.states.find(({ name }) => name === steps.at(-1)?.to);
  }

  private async here(): Promise<State> {
    const state = await this.whereabouts();
    if (!state) throw new Error('the execution is nowhere');
    return state;
  }

  private outcome(state: State, request: ApiRequest): Fault | undefined {
    const { start, decide } = this.options;
    const inConversation = conversationOf(request.path) !== undefined;
    const options = outcomesOf(state, this.flow, { ...start, inConversation });
    const choice = decide(
      state.name,
      options,
      options.find(option => option === END),
    );
    if (choice === 'refused') {
      this.troubled.add(state.name);
      return REFUSAL;
    }
    this.delivery = choice === 'undelivered' ? { status: 'undelivered', errorCode: 30003 } : 'delivered';
    if (state.type === 'send-to-flex') this.tasks += 1;
    if (state.type === 'send-and-wait-for-reply') this.later(() => this.react(choice, request));
    if (state.type.startsWith('make-outgoing-call')) this.pickUp = this.taken(choice);
    return undefined;
  }

  private taken(choice: string): PickUp {
    if (choice === 'human' || choice === 'machine') return { as: choice, answers: this.answers };
    return choice as 'busy' | 'no-answer' | 'failed';
  }

  /** To a message that waits for an answer. */
  private async react(choice: string, request: ApiRequest): Promise<void> {
    const { stage, writer } = this.options;
    switch (choice) {
      case 'undelivered':
        return;
      case 'no reply':
        return stage.outwait(this.execution);
      case END:
        await untilItWaits(this.execution);
        return this.execution.handle.signal('end');
      case 'closed':
        await untilItWaits(this.execution);
        stage.engine.exchange.endConversation(conversationOf(request.path) ?? '', 'closed');
        return;
      default:
        await untilItWaits(this.execution);
        return writer.reply(choice.replace('reply: ', ''), request);
    }
  }

  private later(doing: () => Promise<void>): void {
    this.doings.push(doing().catch((error: unknown) => this.fail(error)));
  }
}
