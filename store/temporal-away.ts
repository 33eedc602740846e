import {
  isGrpcCancelledError,
  isGrpcDeadlineError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { GrpcCode, grpcCode } from './grpc-code';

/** Has Temporal not been reached, or not answered: may the same go well later? */
export function isAway(error: unknown): boolean {
  return isLate(error) || grpcCode(error) === GrpcCode.unavailable;
}

/** Has Temporal not answered in time? Its server knows the deadline, and where it gives up first that is CANCELLED. */
export function isLate(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  return isGrpcDeadlineError(error) || isGrpcCancelledError(error);
}
