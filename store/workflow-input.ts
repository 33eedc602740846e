import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';

/**
 * Reads what a workflow was started with from the first event of its history: no worker is needed for it.
 * @throws what `isNotFound` knows where there is no such workflow
 */
export async function workflowInput(
  { workflowService, options }: Client,
  workflowId: string,
): Promise<unknown> {
  const { history } = await workflowService.getWorkflowExecutionHistory({
    namespace: options.namespace,
    execution: { workflowId },
    maximumPageSize: 1,
  });
  const input = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads;
  const [value] = await decodeArrayFromPayloads(options.loadedDataConverter, input);
  return value;
}
