import {
  isGrpcCancelledError,
  isGrpcDeadlineError,
  isGrpcServiceError,
  ServiceError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';

/** https://grpc.io/docs/guides/status-codes/ */
const UNAVAILABLE = 14;

/** Has Temporal not been reached, or not answered: may the same go well later? */
export function isAway(error: unknown): boolean {
  if (isLate(error)) return true;
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && (cause.code as number) === UNAVAILABLE;
}

/** Has Temporal not answered in time? Its server knows the deadline, and where it gives up first that is CANCELLED. */
export function isLate(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  return isGrpcDeadlineError(error) || isGrpcCancelledError(error);
}
