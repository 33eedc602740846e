import type { Client } from '@temporalio/client';
import { GrpcCode, grpcCode } from '../../store/grpc-code';
import { NeedsWorkerError } from '../../store/needs-worker';
import { isLate } from '../../store/temporal-away';
import type { ExecutionRecord } from './execution-record';

/**
 * Milliseconds that a worker is waited for, which may be busy, and what is asked once more: of several questions for the
 * same execution a worker has been seen to lose one.
 */
const PATIENCE = [3000, 5000];

/**
 * Asks an execution, active or ended, what only it can tell.
 * @throws NeedsWorkerError
 */
export async function question<Answer>(
  client: Client,
  { workflowId, runId }: ExecutionRecord,
  name: string,
  ...args: unknown[]
): Promise<Answer> {
  const handle = client.workflow.getHandle(workflowId, runId);
  let unanswered: unknown;
  for (const patience of PATIENCE) {
    try {
      return await client.connection.withDeadline(Date.now() + patience, () =>
        handle.query<Answer, unknown[]>(name, ...args),
      );
    } catch (error) {
      const refused = isRefused(error);
      if (!refused && !isLate(error)) throw error;
      unanswered = error;
      if (refused) break;
    }
  }
  throw new NeedsWorkerError(unanswered);
}

/** What Temporal answers at once where no worker has been seen of late. */
function isRefused(error: unknown): boolean {
  return grpcCode(error) === GrpcCode.failedPrecondition;
}
