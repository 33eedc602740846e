import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  ContinueAsNew,
  continueAsNew,
  currentUpdateInfo,
  defineQuery,
  defineSignal,
  defineUpdate,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  TemporalFailure,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { CallControl } from '../activities/contract';
import type { Context } from '../flow/context';
import {
  names,
  type Answer,
  type ExecutionInput,
  type ExecutionResult,
  type Step,
  type Webhook,
} from './contract';
import { details } from './details';
import { ExecutionState } from './execution-state';
import { handleWebhook, strikeTimeout } from './handle-webhook';
import { readWebhook } from './read-webhook';
import { searchAttributes } from './search-attributes';
import { summaryOf } from './summary';
import { takeTurn } from './turn';

/** A request, and who waits for its answer (nobody does for a signal). */
interface Letter {
  webhook: Webhook;
  reply?: (answer: Answer) => void;
}

const webhookUpdate = defineUpdate<Answer, [unknown]>(names.webhook);
const webhookSignal = defineSignal<[unknown]>(names.webhook);
const endSignal = defineSignal(names.end);
const twimlQuery = defineQuery<string>(names.twiml);
const contextQuery = defineQuery<Context>(names.context);
const stepsQuery = defineQuery<Step[]>(names.steps);

/** One call, conversation or REST request on its way through a flow. */
export async function execution(input: ExecutionInput): Promise<ExecutionResult> {
  const state = new ExecutionState(input);
  const inbox: Letter[] = [];
  const receive = (letter: Letter): void => {
    // Told at once, so that a turn that is under way stops at the next widget that would speak.
    if (letter.webhook.over) state.stopped ??= 'hangup';
    inbox.push(letter);
  };

  setHandler(
    webhookUpdate,
    async input => {
      const id = currentUpdateInfo()?.id ?? '';
      const earlier = state.remembered(id);
      if (earlier) return earlier;
      const webhook = readWebhook(input) ?? {};
      const answer = await new Promise<Answer>(reply => receive({ webhook, reply }));
      state.remember(id, answer);
      return answer;
    },
    {
      description: 'A request of Twilio; answered with TwiML',
      validator: (input: unknown) => {
        const webhook = readWebhook(input);
        if (!webhook) throw ApplicationFailure.nonRetryable('the argument is not an object', 'NoWebhook');
        if (isOurs(webhook)) return;
        throw ApplicationFailure.nonRetryable('another call of the same contact is under way', 'OtherCall');
      },
    },
  );
  setHandler(
    webhookSignal,
    input => {
      const webhook = readWebhook(input);
      if (webhook && isOurs(webhook)) receive({ webhook });
    },
    {
      description:
        'A request that wants no TwiML, such as a status callback; or how an operator returns control',
    },
  );
  setHandler(endSignal, () => void (state.stopped ??= 'ended'), { description: 'Ends the execution' });
  setHandler(twimlQuery, () => state.answer().twiml, { description: 'The last answer' });
  setHandler(contextQuery, () => rootContext(), { description: 'The Execution Context' });
  setHandler(stepsQuery, () => state.steps, { description: 'The steps so far' });

  try {
    if (!input.carried) await takeTurn(state, input.trigger);
    while (!state.ended) {
      setCurrentDetails(details(state));
      await oneLetter();
    }
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    await CancellationScope.nonCancellable(() => finish(error));
    // Any other error would have the task tried again for ever.
    throw error instanceof TemporalFailure
      ? error
      : ApplicationFailure.nonRetryable(String(error), 'Unforeseen');
  }
  await finish();
  return {
    executionSid: input.executionSid,
    reason: state.ended.reason,
    steps: state.steps.length,
    way: state.steps.map(step => step.from),
  };

  /** Waits for what comes first: a request, the end, the waiting widget's time-out. */
  async function oneLetter(): Promise<void> {
    const woken = (): boolean => inbox.length > 0 || state.stopped === 'ended';
    if (workflowInfo().continueAsNewSuggested) await startAnew(woken);
    const deadline = state.parked?.deadline;
    if (deadline === undefined) {
      await condition(woken);
    } else {
      const left = Math.max(deadline - Date.now(), 0);
      if (!(await condition(woken, left, { summary: summaryOf(state.parked?.widget ?? '') }))) {
        await strikeTimeout(state);
        return;
      }
    }
    const [letter] = inbox;
    if (letter) {
      await handleWebhook(state, letter.webhook);
      inbox.shift();
      letter.reply?.(state.answer());
    } else {
      state.end('ended', '');
    }
  }

  /** A task of its own, after all answers are out: what is answered in the same task could be lost. */
  async function startAnew(woken: () => boolean): Promise<void> {
    if (await condition(woken, '1s')) return;
    // Whoever has come meanwhile waits for us: we must not wait for that handler.
    await condition(() => woken() || allHandlersFinished());
    const carried = woken() ? undefined : state.carry();
    if (carried) await continueAsNew<typeof execution>({ ...input, carried });
  }

  async function finish(error?: unknown): Promise<void> {
    // Whoever waits for an answer hangs up with it; a call that listens elsewhere has to be told.
    const awaited = inbox.some(letter => letter.reply);
    const unaware = error !== undefined && state.stopped === undefined && !awaited;
    if (error !== undefined) state.end(isCancellation(error) ? 'canceled' : 'error', '');
    if (unaware) await hangUp();
    upsertSearchAttributes([{ key: searchAttributes.endedReason, value: state.ended?.reason ?? 'error' }]);
    setCurrentDetails(details(state));
    // Whoever still waits is answered before the execution is over.
    do {
      for (const letter of inbox.splice(0)) letter.reply?.(state.answer());
      await condition(() => inbox.length > 0 || allHandlersFinished());
    } while (inbox.length > 0);
  }

  async function hangUp(): Promise<void> {
    if (input.channel !== 'call' || input.sid === undefined) return;
    const { endCall } = proxyActivities<CallControl>({
      startToCloseTimeout: '15s',
      retry: { maximumAttempts: 2 },
    });
    try {
      await endCall({ accountSid: input.accountSid, callSid: input.sid });
    } catch {
      // The caller hears the end with the next request instead.
    }
  }

  function isOurs(webhook: Webhook): boolean {
    return webhook.sid === undefined || input.sid === undefined || webhook.sid === input.sid;
  }

  function rootContext(): Context {
    return state.frames[0]?.context ?? input.context;
  }
}
