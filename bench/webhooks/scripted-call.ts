import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Definition, State } from '../../flow/definition';
import { placeCall } from '../../phone/call';
import { newSid } from '../../phone/params';
import type { CallRecord } from '../../phone/record';
import { parseAnswer } from '../../phone/script';
import type { Decide } from '../../test/e2e/corpus/explore';
import { answersTo } from '../../test/e2e/corpus/options';
import { webAnswer, webAnswersTo, type WebAnswer } from '../../test/e2e/corpus/web-answers';
import { names, type Step } from '../../workflows/contract';
import { ACCOUNT_SID, AUTH_TOKEN } from '../account';

interface Options {
  client: Client;
  flowSid: string;
  definition: Definition;
  /** The flow's webhook. */
  url: string;
  /** Chooses what the caller, and the outside, answer. */
  decide: Decide;
}

/** A call whose caller, and whose outside, answer what they are told to. */
export class ScriptedCall {
  private readonly sid = newSid('CA');
  private readonly execution: WorkflowHandle;

  constructor(private readonly options: Options) {
    this.execution = options.client.workflow.getHandle(`${options.flowSid}/${this.sid}`);
  }

  /** From start to end. */
  place(): Promise<CallRecord> {
    const { url, definition, decide } = this.options;
    return placeCall({
      ...{ url, callSid: this.sid, accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN },
      ...{ from: '+15550100001', to: '+15550100002' },
      answers: {
        answer: async question => {
          const state = await this.here();
          return parseAnswer(decide(state.name, answersTo(question, state, definition), 'hangup'));
        },
      },
    });
  }

  steps(): Promise<Step[]> {
    return this.execution.query<Step[]>(names.steps);
  }

  /** The outside's answer to the widget that asks it. */
  async outside(): Promise<WebAnswer> {
    const { url, definition, decide } = this.options;
    const state = await this.here();
    const answers = webAnswersTo(state, definition, { trigger: 'incomingCall' });
    return webAnswer(decide(`outside of ${state.name}`, answers), url);
  }

  /** The widget that the call is at. */
  private async here(): Promise<State> {
    const widget = (await this.steps()).at(-1)?.to;
    const state = this.options.definition.states.find(({ name }) => name === widget);
    if (!state) throw new Error(`The call is at no widget of ${this.options.flowSid}.`);
    return state;
  }
}
