import { isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';

/** https://grpc.io/docs/guides/status-codes/ */
const GRPC_NOT_FOUND: number = 5;

/** Did Temporal answer that there is no such workflow? */
export function isNotFound(error: unknown): boolean {
  return (
    error instanceof WorkflowNotFoundError ||
    (isGrpcServiceError(error) && (error.code as number) === GRPC_NOT_FOUND)
  );
}
