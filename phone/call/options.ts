import type { LiveCall } from './live-call';
import type { Params } from '../params';
import type { Answers } from '../question';
import type { Happening } from '../record';
import type { StatusEvent } from './status-callbacks';

/** What every call has, whoever places it. */
export interface LiveCallOptions {
  accountSid: string;
  /** Signs every request. */
  authToken: string;
  /** E.164, `client:name` or `sip:…`. */
  from: string;
  to: string;
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
  /** Aborting it hangs up. */
  signal?: AbortSignal;
}

/** A call to be placed. */
export interface CallOptions extends LiveCallOptions {
  /** The called number's voice webhook: a flow's URL or any TwiML application. */
  url: string;
  answers: Answers;
  /** The number's "call status changes" URL; `url` unless told, as Studio sets it up. null: none. */
  statusCallback?: string | null;
  /** Told of everything as it happens. */
  watch?(happening: Happening): void;
  /** Knows the call while it lasts, so that an application can change it through the REST API. */
  exchange?: { register(call: LiveCall): void };
}
