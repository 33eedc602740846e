import { isGrpcServiceError, ServiceError, type Client } from '@temporalio/client';
import { NeedsWorkerError } from '../../store/needs-worker';
import { isLate } from '../../store/temporal-away';
import type { ExecutionRecord } from './execution-record';

/** Milliseconds that a worker is waited for: it may be busy. */
const PATIENCE = 8000;
/** FAILED_PRECONDITION: what Temporal answers at once where no worker has been seen of late. */
const GRPC_NO_WORKER: number = 9;

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
  try {
    return await client.connection.withDeadline(Date.now() + PATIENCE, () =>
      handle.query<Answer, unknown[]>(name, ...args),
    );
  } catch (error) {
    const cause = error instanceof ServiceError ? error.cause : error;
    throw isUnanswered(cause) ? new NeedsWorkerError(error) : error;
  }
}

function isUnanswered(error: unknown): boolean {
  if (isLate(error)) return true;
  return isGrpcServiceError(error) && (error.code as number) === GRPC_NO_WORKER;
}
