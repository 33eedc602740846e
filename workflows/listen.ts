import {
  ChildWorkflowCancellationType,
  defineSignal,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  startChild,
} from '@temporalio/workflow';
import { messageWorkflowId, replySignals, type Listening } from './contract';
import type { ExecutionState } from './execution-state';
import { replyAddress } from './reply-address';

const holdSignal = defineSignal<[number]>(replySignals.hold);

/** Milliseconds that an address outlasts the wait, for whatever is on its way. */
const MARGIN = 60_000;

/** Milliseconds that the question may be on its way at most. */
const SENDING = 3_600_000;

/** Is another address needed than is open, or the same for longer? */
function isNew(next: Listening | undefined, listening: Listening | undefined): boolean {
  return next?.address !== listening?.address || (next?.until ?? 0) > (listening?.until ?? 0);
}

function wanted({ parked, replies, input, workflowId }: ExecutionState): Listening | undefined {
  const { from, to } = replies ?? {};
  if (from === undefined || to === undefined) return undefined;
  const address = messageWorkflowId(input.flowSid, to, from);
  const until = (parked?.deadline ?? Date.now() + SENDING) + MARGIN;
  return address === workflowId ? undefined : { address, until };
}

/** Opens the address at which the reply is waited for, and closes the one that is not needed any more. */
export async function listen(state: ExecutionState): Promise<void> {
  const next = wanted(state);
  if (!isNew(next, state.listening)) return;
  if (next && next.address === state.listening?.address && (await hold(next))) {
    state.listening = next;
    return;
  }
  await closeReplyAddress(state);
  if (next) await open(state, next);
}

async function open(state: ExecutionState, next: Listening): Promise<void> {
  const { replies, workflowId } = state;
  const { executionSid, accountSid } = state.input;
  const { address, until } = next;
  try {
    await startChild(replyAddress, {
      workflowId: address,
      args: [{ workflowId, executionSid, accountSid, until }],
      workflowTaskTimeout: '3s',
      // It goes on over continue-as-new of its execution.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      cancellationType: ChildWorkflowCancellationType.ABANDON,
    });
    state.listening = next;
  } catch {
    const message = `Another execution takes the messages of ${replies?.from ?? ''}: the reply will not come here`;
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
