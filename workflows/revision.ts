import { condition, defineSignal, setHandler } from '@temporalio/workflow';
import type { RevisionInput } from './flow-contract';

const deleteSignal = defineSignal('delete');

/**
 * One revision of a flow. Its input is the definition, which is read from the first event of its history with
 * no worker involved; it stays open so that no retention period takes it away.
 */
export async function revision(_input: RevisionInput): Promise<void> {
  let deleted = false;
  setHandler(deleteSignal, () => void (deleted = true), { description: 'Lets this revision go' });
  await condition(() => deleted);
}
