import { HandlerUnfinishedPolicy } from '@temporalio/common';
import {
  CancellationScope,
  condition,
  currentUpdateInfo,
  defineSignal,
  defineUpdate,
  getExternalWorkflowHandle,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import {
  names,
  replySignals,
  TAKEN,
  type Answer,
  type HandedOn,
  type ReplyAddressInput,
  type Webhook,
} from './contract';
import { ANSWERS_KEPT } from './execution-state';
import { assertOfAccount } from './other-account';
import { readHandedOn, readWebhook, readWord } from './read-webhook';
import { sendWord } from './send-word';

const webhookUpdate = defineUpdate<Answer, [Webhook]>(names.webhook);
const handedOnSignal = defineSignal<[unknown]>(replySignals.handedOn);
const wordSignal = defineSignal<[unknown]>(replySignals.word);
const holdSignal = defineSignal<[unknown]>(replySignals.hold);
const goneSignal = defineSignal(replySignals.gone);

/** Milliseconds. The time may be anything that an operator has sent. */
const LONGEST_TIMER = 24 * 3_600_000;

/**
 * Milliseconds without word after which it is looked whether the execution is still there. The gateway waits for ten
 * seconds, in which the message can still start another.
 */
const FIRST_LOOK = 4000;

/**
 * Takes messages between two addresses for an execution that was not started by them: a call's, say, which has
 * written to its caller. It holds the workflow id at which the gateway looks for the contact's execution. A message
 * is answered when the execution has taken it. What it has not taken is never answered: Temporal fails it when the
 * address is free, so that it can start another execution under the same id.
 */
export async function replyAddress(input: ReplyAddressInput): Promise<void> {
  const { workflowId, executionSid, accountSid } = input;
  let { until } = input;
  const { workflowId: address } = workflowInfo();
  const execution = getExternalWorkflowHandle(workflowId);
  const words = new Map<string, boolean>();
  /** The execution has ended, and cannot say what it has taken. */
  let gone = false;
  let waiting = 0;
  const answered: string[] = [];
  let sending: Promise<unknown> = Promise.resolve();

  setHandler(
    webhookUpdate,
    async webhook => {
      const updateId = currentUpdateInfo()?.id ?? '';
      waiting += 1;
      const taken = await CancellationScope.nonCancellable(() => handOn({ webhook, updateId, address }));
      waiting -= 1;
      if (taken) {
        answered.push(updateId);
        return { executionSid, twiml: '', status: 'active' };
      }
      until = 0;
      return new Promise<never>(() => undefined);
    },
    {
      description: 'A message, which is handed on to the execution that waits for it',
      unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON,
      validator: webhook => assertOfAccount(readWebhook(webhook) ?? {}, accountSid),
    },
  );
  setHandler(
    wordSignal,
    argument => {
      const word = readWord(argument);
      if (word) words.set(word.updateId, word.taken);
    },
    { description: 'The execution has taken a message, or leaves it to another one' },
  );
  setHandler(holdSignal, time => void (until = Number(time) || 0), {
    description: 'The execution waits until this time, in milliseconds since the epoch; 0: no longer',
  });
  setHandler(goneSignal, () => void (gone = true), { description: 'The execution has ended' });
  setHandler(
    handedOnSignal,
    async argument => {
      // The id of an execution that is over may be held for another one by now, which is not meant.
      const message = readHandedOn(argument);
      if (message) await sendWord(message, false);
    },
    { description: 'A message of another address, which is left to another execution' },
  );
  CancellationScope.current().cancelRequested.catch(() => (until = 0));
  await CancellationScope.nonCancellable(hold);

  async function hold(): Promise<void> {
    const over = (): boolean => gone || Date.now() >= until;
    while (!over()) await condition(over, Math.min(until - Date.now(), LONGEST_TIMER));
    await condition(() => waiting === 0);
    if (answered.length > 0) upsertMemo({ [TAKEN]: answered.slice(-ANSWERS_KEPT) });
  }

  /**
   * Hands a message on until there is word of it: an execution that has been terminated fails to be told, and sends
   * none. One that is at work knows the message by its update id when it is handed on again. So nothing is lost, and
   * nothing taken twice. @returns whether it was taken
   */
  async function handOn(message: HandedOn): Promise<boolean> {
    for (let pause = FIRST_LOOK; ; pause *= 2) {
      if (!(await send(message))) gone = true;
      await condition(() => gone || words.has(message.updateId), Math.min(pause, LONGEST_TIMER));
      const taken = words.get(message.updateId);
      if (taken !== undefined || gone) return taken === true;
    }
  }

  /** One after the other: in the order of their arrival. */
  function send(message: HandedOn): Promise<boolean> {
    const sent = sending
      .then(() => execution.signal(handedOnSignal, message))
      .then(
        () => true,
        () => false,
      );
    sending = sent;
    return sent;
  }
}
