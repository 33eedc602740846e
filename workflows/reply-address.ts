import { HandlerUnfinishedPolicy } from '@temporalio/common';
import {
  ChildWorkflowCancellationType,
  condition,
  defineSignal,
  defineUpdate,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  setHandler,
  startChild,
} from '@temporalio/workflow';
import { messageWorkflowId, names, type Answer, type Listening, type ReplyAddressInput } from './contract';
import type { ExecutionState } from './execution-state';

const webhookUpdate = defineUpdate<Answer, [unknown]>(names.webhook);
const webhookSignal = defineSignal<[unknown]>(names.webhook);
const holdSignal = defineSignal<[unknown]>('hold');

/** Milliseconds. The time may be anything that an operator has sent. */
const LONGEST_TIMER = 24 * 3_600_000;

/**
 * Takes messages between two addresses for an execution that was not started by them: a call's, say, which has
 * written to its caller. It holds the workflow id at which the gateway looks for the contact's execution.
 */
export async function replyAddress({ workflowId, executionSid, until }: ReplyAddressInput): Promise<void> {
  let handing = 0;
  const execution = getExternalWorkflowHandle(workflowId);
  setHandler(
    webhookUpdate,
    async webhook => {
      handing += 1;
      const handed = await execution.signal(webhookSignal, webhook).then(
        () => true,
        () => false,
      );
      handing -= 1;
      if (handed) return { executionSid, twiml: '', status: 'active' };
      until = 0;
      // Never answered, so that the message can start another execution under the same id.
      return new Promise<never>(() => undefined);
    },
    {
      description: 'A message, which is handed on to the execution that waits for it',
      unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON,
    },
  );
  setHandler(holdSignal, time => void (until = Number(time) || 0), {
    description: 'The execution waits until this time, in milliseconds since the epoch; 0: no longer',
  });
  const over = (): boolean => Date.now() >= until;
  while (!over()) await condition(over, Math.min(until - Date.now(), LONGEST_TIMER));
  await condition(() => handing === 0);
}

/** Milliseconds that an address outlasts the wait, for whatever is on its way. */
const MARGIN = 60_000;

/** Is another address needed than is open, or the same for longer? */
export function needsListening(state: ExecutionState): boolean {
  const { listening } = state;
  const next = wanted(state);
  return next?.address !== listening?.address || (next?.until ?? 0) > (listening?.until ?? 0);
}

function wanted({ parked, input, workflowId }: ExecutionState): Listening | undefined {
  const { from, to } = parked?.replies ?? {};
  if (from === undefined || to === undefined) return undefined;
  const address = messageWorkflowId(input.flowSid, to, from);
  const until = (parked?.deadline ?? Date.now()) + MARGIN;
  return address === workflowId ? undefined : { address, until };
}

/** Opens the address at which the reply is waited for, and closes the one that is not needed any more. */
export async function listen(state: ExecutionState): Promise<void> {
  const next = wanted(state);
  if (next && next.address === state.listening?.address && (await hold(next))) {
    state.listening = next;
    return;
  }
  await closeReplyAddress(state);
  if (next) await open(state, next);
}

async function open(state: ExecutionState, next: Listening): Promise<void> {
  const { parked, workflowId } = state;
  const { executionSid } = state.input;
  const { address, until } = next;
  try {
    await startChild(replyAddress, {
      workflowId: address,
      args: [{ workflowId, executionSid, until }],
      workflowTaskTimeout: '3s',
      // It goes on over continue-as-new of its execution.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      cancellationType: ChildWorkflowCancellationType.ABANDON,
    });
    state.listening = next;
  } catch {
    const message = `Another execution takes the messages of ${parked?.replies?.from ?? ''}: the reply will not come here`;
    // It is tried again whenever the execution wakes.
    if (!state.hasNoted(message)) state.warn([{ code: 81002, message }]);
  }
}

export async function closeReplyAddress(state: ExecutionState): Promise<void> {
  const { listening } = state;
  state.listening = undefined;
  if (listening) await hold({ ...listening, until: 0 });
}

/** @returns false: nobody has the address any more */
async function hold({ address, until }: Listening): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(address).signal(holdSignal, until);
    return true;
  } catch {
    return false;
  }
}
