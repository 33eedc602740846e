import type { Answers } from './question';
import type { Happening } from './record';
import type { StatusEvent } from './status-callbacks';
import type { Params } from './params';

/** A call to be placed. */
export interface CallOptions {
  /** The called number's voice webhook: a flow's URL or any TwiML application. */
  url: string;
  accountSid: string;
  /** Signs every request. */
  authToken: string;
  /** E.164, `client:name` or `sip:…`. */
  from: string;
  to: string;
  answers: Answers;
  /** The number's "call status changes" URL; `url` unless told, as Studio sets it up. null: none. */
  statusCallback?: string | null;
  /** Default: `completed` alone, as for a number's status callback. */
  statusEvents?: readonly StatusEvent[];
  /** Asked when a document cannot be had; without one the call ends. */
  fallbackUrl?: string;
  /** Made up unless told. */
  callSid?: string;
  /** Sent with every request besides the standard ones, such as `SipHeader_X-Ticket` or `CallerName`. */
  parameters?: Params;
  /** Time is really waited; otherwise it is only counted. */
  realTime?: boolean;
  /** Milliseconds that one webhook may take; Twilio's are 15,000. */
  webhookTimeout?: number;
  /** Delivers every webhook twice at once, with the same idempotency token; the answers must be the same. */
  deliverTwice?: boolean;
  /** Told of everything as it happens. */
  watch?(happening: Happening): void;
  /** Aborting it hangs up. */
  signal?: AbortSignal;
}
