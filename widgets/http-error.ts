/** What went wrong before a whole answer was there. */
export type HttpErrorCode =
  | 'bad-url'
  | 'blocked'
  | 'dns'
  | 'refused'
  | 'tls'
  | 'timeout'
  | 'too-large'
  | 'too-many-redirects'
  | 'protocol';

/** A request without an answer. The message may be shown: it holds no URL and no secret. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    readonly code: HttpErrorCode,
    message: string,
  ) {
    super(message);
  }
}
