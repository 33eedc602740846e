import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { GrpcCode, grpcCode } from './grpc-code';

/** Did Temporal answer that there is no such workflow? */
export function isNotFound(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || grpcCode(error) === GrpcCode.notFound;
}

/** Has the workflow ended before, or while, it was asked? */
export function isGone(error: unknown): boolean {
  if (isNotFound(error)) return true;
  // The server's own word for a workflow that ended before it answered.
  if (!(error instanceof WorkflowUpdateFailedError)) return false;
  return error.cause instanceof ApplicationFailure && error.cause.type === 'AcceptedUpdateCompletedWorkflow';
}
