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
import { messageWorkflowId, names, type Answer, type ReplyAddressInput } from './contract';
import type { ExecutionState } from './execution-state';

const webhookUpdate = defineUpdate<Answer, [unknown]>(names.webhook);
const webhookSignal = defineSignal<[unknown]>(names.webhook);
const endSignal = defineSignal(names.end);

/**
 * Takes messages between two addresses for an execution that was not started by them: a call's, say, which has
 * written to its caller. It holds the workflow id at which the gateway looks for the contact's execution.
 */
export async function replyAddress({ workflowId, executionSid, seconds }: ReplyAddressInput): Promise<void> {
  let closed = false;
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
      closed = true;
      // Never answered, so that the message can start another execution under the same id.
      return new Promise<never>(() => undefined);
    },
    {
      description: 'A message, which is handed on to the execution that waits for it',
      unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON,
    },
  );
  setHandler(endSignal, () => void (closed = true), { description: 'The execution waits no longer' });
  await condition(() => closed, seconds * 1000);
  await condition(() => handing === 0);
}

/** Seconds that an address outlasts the wait, for whatever is on its way. */
const MARGIN = 60;

/** Is another address needed than is open? */
export function needsListening(state: ExecutionState): boolean {
  return wanted(state) !== state.listening;
}

function wanted({ parked, input, workflowId }: ExecutionState): string | undefined {
  const { from, to } = parked?.replies ?? {};
  if (from === undefined || to === undefined) return undefined;
  const address = messageWorkflowId(input.flowSid, to, from);
  return address === workflowId ? undefined : address;
}

/** Opens the address at which the reply is waited for, and closes the one that is not needed any more. */
export async function listen(state: ExecutionState): Promise<void> {
  const { parked, workflowId } = state;
  const { executionSid } = state.input;
  const address = wanted(state);
  await closeReplyAddress(state);
  if (address === undefined) return;
  const seconds = (parked?.timeout?.seconds ?? 0) + MARGIN;
  try {
    await startChild(replyAddress, {
      workflowId: address,
      args: [{ workflowId, executionSid, seconds }],
      workflowTaskTimeout: '3s',
      // It goes on over continue-as-new of its execution.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      cancellationType: ChildWorkflowCancellationType.ABANDON,
    });
    state.listening = address;
  } catch {
    const message = `Another execution takes the messages of ${parked?.replies?.from ?? ''}: the reply will not come here`;
    // It is tried again whenever the execution wakes.
    if (!state.hasNoted(message)) state.warn([{ code: 81002, message }]);
  }
}

export async function closeReplyAddress(state: ExecutionState): Promise<void> {
  const { listening } = state;
  state.listening = undefined;
  if (listening === undefined) return;
  try {
    await getExternalWorkflowHandle(listening).signal(endSignal);
  } catch {
    // It is closed.
  }
}
