import type { Client } from '@temporalio/client';
import { names } from '../workflows/contract';
import type { RemovalInput } from '../workflows/flow-contract';
import { searchAttributes } from '../workflows/search-attributes';
import { concurrently } from './concurrently';
import { deleteWorkflow } from './delete-workflow';
import { firstSidAt } from './execution-sid';
import { ofFlow } from './visibility';

/** Requests to Temporal at a time. */
const CONCURRENCY = 20;
/** Runs that are removed at a time: also by a slow server long before the activity's time is up. */
const MOST = 5000;

/**
 * Removes runs of a deleted flow's executions that have ended; not of a flow that was made anew under the same SID.
 * One that was continued as new is removed though its execution is active: nobody asks it any more, as the present
 * run knows all that it knew.
 * @returns were there any? What Temporal is still about to delete is listed, too, and so is seen to be gone at last
 */
export async function removeExecutions(client: Client, removal: RemovalInput): Promise<boolean> {
  const runs: { workflowId: string; runId: string }[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query: queryOf(removal) })) {
    runs.push({ workflowId, runId });
    if (runs.length === MOST) break;
  }
  await concurrently(runs, CONCURRENCY, run => deleteWorkflow(client, run));
  return runs.length > 0;
}

/** A run may have started later than its execution, whose SID tells when that was. */
function queryOf(removal: RemovalInput): string {
  return [
    `WorkflowType = '${names.execution}' AND ExecutionStatus != 'Running'`,
    ofFlow(removal),
    `${searchAttributes.executionSid.name} < '${firstSidAt(Date.parse(removal.date))}'`,
  ].join(' AND ');
}
