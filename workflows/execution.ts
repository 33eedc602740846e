import { HandlerUnfinishedPolicy } from '@temporalio/common';
import {
  ApplicationFailure,
  condition,
  ContinueAsNew,
  continueAsNew,
  currentUpdateInfo,
  defineQuery,
  defineSignal,
  defineUpdate,
  isCancellation,
  setCurrentDetails,
  setHandler,
  TemporalFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type { Context } from '../flow/context';
import {
  names,
  replySignals,
  type Answer,
  type ExecutionInput,
  type ExecutionResult,
  type Step,
  type StepContext,
  type Webhook,
} from './contract';
import { details } from './details';
import { finish } from './finish';
import { ExecutionState } from './execution-state';
import { unexpected } from './handle-webhook';
import { Mail } from './mail';
import { assertOfAccount } from './other-account';
import { isOurs, isSuperseded, readHandedOn, readWebhook } from './read-webhook';
import { contextAfter, tellSteps } from './tell-steps';
import { takeTurn } from './turn';

const webhookUpdate = defineUpdate<Answer, [unknown]>(names.webhook);
const webhookSignal = defineSignal<[unknown]>(names.webhook);
const handedOnSignal = defineSignal<[unknown]>(replySignals.handedOn);
const endSignal = defineSignal<[unknown]>(names.end);
const twimlQuery = defineQuery<string>(names.twiml);
const contextQuery = defineQuery<Context>(names.context);
const stepsQuery = defineQuery<Step[], [unknown]>(names.steps);
const stepContextQuery = defineQuery<StepContext, [unknown]>(names.stepContext);

/** One call, conversation or REST request on its way through a flow. */
export async function execution(input: ExecutionInput): Promise<ExecutionResult> {
  const state = new ExecutionState(input, workflowInfo().workflowId);
  const mail = new Mail(state);

  setHandler(
    webhookUpdate,
    async argument => {
      const id = currentUpdateInfo()?.id ?? '';
      const earlier = state.remembered(id);
      if (earlier) return earlier;
      const webhook = readWebhook(argument) ?? {};
      const first = id === input.startedBy;
      if (!first && strictlyDropped(webhook)) {
        const silence = state.silence();
        // What was dropped is taken all the same: repeated after the end, it starts nothing.
        state.remember(id, silence);
        return silence;
      }
      // What it says is in the execution's input already.
      const letter = first ? { webhook: {}, opening: true } : { webhook };
      return mail.ask(letter, id);
    },
    {
      description: 'A request of Twilio; answered with TwiML',
      // A message may be left to the next execution.
      unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON,
      validator: (argument: unknown) => {
        const webhook = readWebhook(argument);
        if (!webhook) throw ApplicationFailure.nonRetryable('the argument is not an object', 'NoWebhook');
        assertOfAccount(webhook, input.accountSid);
        if (isOurs(webhook, input)) return;
        throw ApplicationFailure.nonRetryable('another call of the same contact is under way', 'OtherCall');
      },
    },
  );
  setHandler(
    webhookSignal,
    argument => {
      const webhook = readWebhook(argument);
      if (webhook && isOurs(webhook, input) && !strictlyDropped(webhook)) mail.receive({ webhook });
    },
    {
      description:
        'A request that wants no TwiML, such as a status callback; or how an operator returns control',
    },
  );
  setHandler(
    handedOnSignal,
    argument => {
      const handedOn = readHandedOn(argument);
      // It is handed on again while there is no word of it.
      if (!handedOn || mail.holds(handedOn)) return;
      const { webhook, updateId } = handedOn;
      const earlier = state.remembered(updateId) !== undefined;
      // What is dropped is taken all the same, as it is at the own address.
      if (earlier || !isOurs(webhook, input) || strictlyDropped(webhook)) mail.tellOf(handedOn, true);
      else mail.receive({ webhook, handedOn });
    },
    { description: 'A message with other addresses than those that have started the execution' },
  );
  setHandler(
    endSignal,
    argument => void (state.stopped ??= isSuperseded(argument) ? 'superseded' : 'ended'),
    { description: 'Ends the execution' },
  );
  setHandler(twimlQuery, () => state.answer().twiml, { description: 'The last answer' });
  setHandler(contextQuery, () => state.frames[0]?.context ?? input.context, {
    description: 'The Execution Context',
  });
  setHandler(stepsQuery, question => tellSteps(state, question), { description: 'The steps so far' });
  setHandler(stepContextQuery, stepSid => contextAfter(state, stepSid), {
    description: 'The Execution Context after a step, whose SID is the argument',
  });

  try {
    if (!input.carried) await takeTurn(state, input.trigger);
    while (!state.ended) {
      setCurrentDetails(details(state));
      if (workflowInfo().continueAsNewSuggested) await startAnew();
      await mail.next();
    }
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    state.end(isCancellation(error) ? 'canceled' : 'error', '');
    await finish(state, mail, true);
    // Any other error would have the task tried again for ever.
    throw error instanceof TemporalFailure
      ? error
      : ApplicationFailure.nonRetryable(String(error), 'Unforeseen');
  }
  await finish(state, mail, false);
  return {
    executionSid: input.executionSid,
    reason: state.ended.reason,
    steps: state.steps.length,
    way: state.steps.map(step => step.from),
  };

  /** A task of its own, after all answers are out: what is answered in the same task could be lost. */
  async function startAnew(): Promise<void> {
    const woken = (): boolean => mail.woken();
    if (await condition(woken, '1s')) return;
    // Whoever has come meanwhile waits for us: we must not wait for that handler.
    await condition(() => woken() || mail.allTold());
    const carried = woken() || mail.line.busy ? undefined : state.carry();
    if (carried) await continueAsNew<typeof execution>({ ...input, carried });
  }

  /** As in hosted Studio: what is written while a widget runs is not waited for. At the end it starts another. */
  function strictlyDropped({ message }: Webhook): boolean {
    if (!input.strictEvents || !message || state.parked || state.asking || state.ended) return false;
    unexpected(state, undefined);
    return true;
  }
}
