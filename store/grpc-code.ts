import { isGrpcServiceError, ServiceError } from '@temporalio/client';

/** https://grpc.io/docs/guides/status-codes/ */
export const GrpcCode = {
  notFound: 5,
  resourceExhausted: 8,
  failedPrecondition: 9,
  unavailable: 14,
} as const;

/** What gRPC says of an error, which Temporal's client may have wrapped; undefined where it is none of gRPC's. */
export function grpcCode(error: unknown): number | undefined {
  // What a worker's connection throws is both.
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof ServiceError && isGrpcServiceError(error.cause) ? error.cause.code : undefined;
}
