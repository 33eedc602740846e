import { CancellationScope, defineSignal, getExternalWorkflowHandle } from '@temporalio/workflow';
import { replySignals, type HandedOn, type Word } from './contract';

const wordSignal = defineSignal<[Word]>(replySignals.word);

/** Tells a `replyAddress` what has become of a message, also where the execution is cancelled. */
export async function sendWord({ address, updateId }: HandedOn, taken: boolean): Promise<void> {
  const word = { updateId, taken };
  try {
    await CancellationScope.nonCancellable(() => getExternalWorkflowHandle(address).signal(wordSignal, word));
  } catch {
    // It has been terminated: nobody waits any more.
  }
}
