import {
  isGrpcServiceError,
  ServiceError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';

/** DEADLINE_EXCEEDED and UNAVAILABLE (https://grpc.io/docs/guides/status-codes/). */
const AWAY = new Set<number>([4, 14]);

/** Has Temporal not been reached, or not answered: may the same go well later? */
export function isAway(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && AWAY.has(cause.code);
}
