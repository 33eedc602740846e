import type { Outcome, Voice } from '../outcome';
import type { Answers } from '../question';
import type { CallRecord, Happening } from '../record';
import type { Message } from './message';

/** A telephone: what is there when its number is called or written to. */
export interface Device {
  /** Time is really waited in calls to it; unless told, as the exchange does. */
  realTime?: boolean;
  /** A call comes in. Without it the telephone rings, and nobody answers. */
  ring?(leg: Leg): PickUp | Promise<PickUp>;
  /** A message arrives; what becomes of it is told its sender. Without a word it is delivered. */
  message?(message: Message): Delivery | undefined;
}

/** A call that rings. */
export interface Leg {
  callSid: string;
  /** The caller: E.164, `client:name` or `sip:…`. */
  from: string;
  to: string;
  /** Aborted when it rings no more, because it was answered or the caller has given up. */
  signal: AbortSignal;
  /** Resolves when the call is over. Rejects with the PhoneError of TwiML that cannot be obeyed. */
  over: Promise<CallRecord>;
  /** Whoever is called hangs up, whatever is going on. */
  hangUp(): void;
}

/** What comes of a call that rings. */
export type PickUp = Answered | Exclude<Outcome, Voice>;

export interface Answered {
  /** What answering machine detection finds. */
  as: Voice;
  answers: Answers;
  /** Told of everything in the call as it happens. */
  watch?(happening: Happening): void;
}

/** `sent`: nothing more is ever heard of it. */
export type Delivery =
  | 'delivered'
  | 'sent'
  /** `errorCode`: such as 30003, 30006 (https://www.twilio.com/docs/api/errors). */
  | { status: 'failed' | 'undelivered'; errorCode: number };
