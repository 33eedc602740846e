/** A TwiML document, or a URL in one, that Twilio would not obey either. The message names place and fix. */
export class TwimlError extends Error {
  override name = 'TwimlError';

  constructor(
    /** Twilio's code for it (https://www.twilio.com/docs/api/errors), such as 12100 for XML that cannot be parsed. */
    readonly code: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
