import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import { revisionId, type RevisionInput } from '../workflows/flow-contract';
import { isNotFound } from './not-found';

/**
 * Reads a revision from the first event of its workflow's history: no worker is needed for it.
 * @returns undefined when there is no such revision
 */
export async function readRevision(
  client: Client,
  flowSid: string,
  revision: number,
): Promise<RevisionInput | undefined> {
  try {
    const { history } = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId: revisionId(flowSid, revision) },
      maximumPageSize: 1,
    });
    const input = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
    const [value] = await decodeArrayFromPayloads(client.options.loadedDataConverter, input);
    return value as RevisionInput;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
