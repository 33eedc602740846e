import { isGrpcServiceError } from '@temporalio/client';

/** What went wrong, in a sentence: Temporal's own words where there are some. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  if (isGrpcServiceError(error)) return error.details;
  if (isGrpcServiceError(cause)) return `${message}: ${cause.details}`;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
