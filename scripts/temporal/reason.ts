import { isGrpcServiceError, ServiceError } from '@temporalio/client';

/** What went wrong, in Temporal's own words where there are some. */
export function reasonOf(error: unknown): string {
  const { message } = error as Error;
  if (!(error instanceof ServiceError)) return message;
  const { cause } = error;
  if (isGrpcServiceError(cause)) return `${message}: ${cause.details}`;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
