import type { Done } from './widget';

/** Thrown by a widget's `call` when it is to be tried again: nothing was accepted, or it can be looked up. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';

  /**
   * @param milliseconds how long to wait, where Twilio says so
   * @param unheard nothing of this try was accepted: the next has nothing to look for
   * @param givenUp how the widget is left where it is not tried again
   */
  constructor(
    message: string,
    readonly milliseconds?: number,
    readonly unheard = false,
    readonly givenUp?: Done,
  ) {
    super(message);
  }
}
