/** The phone cannot do what it is asked: TwiML nobody could obey, an answer that does not fit, wrong settings. */
export class PhoneError extends Error {
  override name = 'PhoneError';
}

/** The phone was called wrongly, or finds no engine to call. */
export class UsageError extends PhoneError {
  override name = 'UsageError';
}

/** What a script waits for has not come. */
export class UnmetError extends PhoneError {
  override name = 'UnmetError';
}

/**
 * A document could not be fetched or read. Twilio then asks the fallback URL, or tells the caller that an
 * application error has occurred.
 */
export class DocumentError extends Error {
  override name = 'DocumentError';

  constructor(
    /** Twilio's code for it (https://www.twilio.com/docs/api/errors), such as 11200. */
    readonly code: number,
    readonly url: string,
    message: string,
  ) {
    super(message);
  }
}
