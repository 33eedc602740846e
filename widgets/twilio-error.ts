/** Why a request to Twilio's API has failed. */
export class TwilioError extends Error {
  override readonly name = 'TwilioError';

  /**
   * @param message Twilio's own where it has answered
   * @param code Twilio's error code; the HTTP status, or 0, where there is none
   * @param status HTTP status; 0: no answer
   * @param accepted has Twilio done what it was asked? `no` where it refused; `later`: it surely has not, and wants
   *   to be asked again (429, 503, no connection); `maybe`: the answer was lost
   * @param retryAfter milliseconds that Twilio wants to be left alone
   */
  constructor(
    message: string,
    readonly code: number,
    readonly status: number,
    readonly accepted: 'no' | 'later' | 'maybe',
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
