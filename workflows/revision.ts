import { condition } from '@temporalio/workflow';
import type { RevisionInput } from './flow-contract';

/**
 * One revision of a flow. Its input is the definition, which is read from the first event of its history with
 * no worker involved; it stays open so that no retention period takes it away, and begins so late that no worker has
 * anything to do with it (store/write-revision.ts).
 */
export async function revision(_input: RevisionInput): Promise<void> {
  await condition(() => false);
}
