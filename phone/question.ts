import type { Params } from './params';

/** What a verb wants to know from the caller, or from the world that the script plays. */
export type Question = GatherQuestion | RecordQuestion | ResultQuestion;

export interface GatherQuestion {
  verb: 'Gather';
  input: ('dtmf' | 'speech')[];
  /** Absent: as many as the caller likes. */
  numDigits?: number;
  finishOnKey: string;
  /** Seconds. */
  timeout: number;
}

export interface RecordQuestion {
  verb: 'Record';
  /** Keys that end the recording. */
  finishOnKey: string;
  /** Seconds of silence that end it; 0: none do. */
  timeout: number;
  /** Seconds. */
  maxLength: number;
}

/** Something happens elsewhere, and the call comes back with a result. */
export interface ResultQuestion {
  verb: ResultVerb;
  /** With what the call is connected, in words. */
  to: string;
}

export type ResultVerb = 'Dial' | 'Enqueue' | 'Connect' | 'Pay' | 'Refer';

export type Answer =
  | { kind: 'silence' }
  | { kind: 'hangup' }
  | { kind: 'digits'; digits: string }
  | { kind: 'speech'; text: string }
  /** Somebody speaks for so many seconds, then presses a key, hangs up or is silent. */
  | { kind: 'recording'; seconds: number; end: string }
  /** `parameters` go to the action URL over those that the verb would send by itself. */
  | { kind: 'result'; verb: ResultVerb; result: string; parameters: Params };

/** Where answers come from: a script or a person. */
export interface Answers {
  /** @param signal aborted when the call is over before there is an answer */
  answer(question: Question, signal: AbortSignal): Promise<Answer>;
}

/** The results that Twilio knows; Connect has none of its own. */
export const results: Record<ResultVerb, readonly string[]> = {
  // https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values
  Dial: ['completed', 'answered', 'busy', 'no-answer', 'failed', 'canceled'],
  // https://www.twilio.com/docs/voice/twiml/enqueue#attributes-action-parameters
  Enqueue: [
    'bridged',
    'bridging-in-process',
    'error',
    'hangup',
    'leave',
    'redirected',
    'redirected-from-bridged',
    'queue-full',
    'system-error',
  ],
  Connect: [],
  // https://www.twilio.com/docs/voice/twiml/pay#result-values
  Pay: [
    'success',
    'too-many-failed-attempts',
    'payment-connector-error',
    'caller-interrupted-with-star',
    'caller-hung-up',
    'validation-error',
    'internal-error',
  ],
  // https://www.twilio.com/docs/voice/twiml/refer
  Refer: ['in-progress', 'busy', 'failed', 'canceled'],
};
