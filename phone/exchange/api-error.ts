/** An error of the REST API (https://www.twilio.com/docs/usage/troubleshooting/debugging-your-application). */
export class ApiError extends Error {
  override name = 'ApiError';

  constructor(
    /** Of HTTP. */
    readonly status: number,
    /** https://www.twilio.com/docs/api/errors */
    readonly code: number,
    message: string,
    /** Seconds: the header Retry-After. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

export function badRequest(code: number, message: string): ApiError {
  return new ApiError(400, code, message);
}

export function notFound(path: string): ApiError {
  return new ApiError(404, 20404, `The requested resource ${path} was not found`);
}
