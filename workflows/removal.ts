import { continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { FlowCare } from '../activities/contract';
import type { RemovalInput } from './flow-contract';

const { removeRevisions } = proxyActivities<FlowCare>({ startToCloseTimeout: '5m' });

/** Seconds. By then everybody knows that the flow is deleted, and Temporal's lists show what was started before. */
const FIRST = 5;
const LONGEST = 600;

/** What a deleted flow leaves behind: its executions, and its revisions, which those may still run. */
export async function removal(input: RemovalInput): Promise<void> {
  let { revisions } = input;
  for (let pause = FIRST; revisions.length > 0; pause = Math.min(pause * 2, LONGEST)) {
    await sleep(pause * 1000);
    revisions = await removeRevisions({ ...input, revisions });
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof removal>({ ...input, revisions });
  }
}
