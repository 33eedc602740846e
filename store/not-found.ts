import { isGrpcServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

/** https://grpc.io/docs/guides/status-codes/ */
const GRPC_NOT_FOUND: number = 5;

/** Did Temporal answer that there is no such workflow? */
export function isNotFound(error: unknown): boolean {
  return (
    error instanceof WorkflowNotFoundError ||
    (isGrpcServiceError(error) && (error.code as number) === GRPC_NOT_FOUND)
  );
}

/** Has the workflow ended before, or while, it was asked? */
export function isGone(error: unknown): boolean {
  if (isNotFound(error)) return true;
  if (!(error instanceof WorkflowUpdateFailedError)) return false;
  return error.cause instanceof ApplicationFailure && error.cause.type === 'AcceptedUpdateCompletedWorkflow';
}
