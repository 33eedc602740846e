import { isGrpcDeadlineError, ServiceError, type Client } from '@temporalio/client';
import { NeedsWorkerError } from '../../store/needs-worker';
import type { ExecutionRecord } from './execution-record';

/** Milliseconds that a worker is waited for: it may be busy. */
const PATIENCE = 8000;

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
    throw isGrpcDeadlineError(cause) ? new NeedsWorkerError(error) : error;
  }
}
