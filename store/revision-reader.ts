import type { Client } from '@temporalio/client';
import { revisionId, type RevisionInput } from '../workflows/flow-contract';
import { isNotFound } from './not-found';
import { workflowInput } from './workflow-input';

/**
 * No worker is needed for it.
 * @returns undefined when there is no such revision
 */
export async function readRevision(
  client: Client,
  flowSid: string,
  revision: number,
): Promise<RevisionInput | undefined> {
  try {
    return (await workflowInput(client, revisionId(flowSid, revision))) as RevisionInput;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
