import type { Text } from './messages/text';
import type { Outcome } from './outcome';
import type { CallStatus, Params } from './params';
import type { Question } from './question';

/** One thing that happened, in its order. */
export type Happening =
  | Request
  | { kind: 'answered' }
  | { kind: 'say'; text: string; voice?: string; language?: string; loop: number }
  | { kind: 'play'; url: string; loop: number }
  | { kind: 'play'; digits: string; loop: number }
  | { kind: 'pause'; seconds: number }
  | { kind: 'ask'; question: Question }
  /** In the words of a script; card numbers masked. */
  | { kind: 'answer'; answer: string }
  /** Background operations of Start and Stop. */
  | { kind: 'start' | 'stop'; what: string; attributes: Params; parameters: Params }
  /** Something that Twilio would only warn of, such as an unknown attribute. */
  | { kind: 'warning'; place: string; message: string }
  | ({ kind: 'sent' } & Text)
  /** `earlier`: before there was a telephone to receive it. */
  | ({ kind: 'received'; from: string; to: string; earlier?: true } & Text)
  /** A call that came in; `as` is who answered it, or why nobody did. */
  | { kind: 'rang'; from: string; as: Outcome }
  /** What an application has done wrong; a call tells it in its record. */
  | ({ kind: 'failed' } & ApplicationError)
  | { kind: 'ended'; reason: EndReason };

/** One HTTP request: redirects and retries are requests of their own. */
export interface Request {
  kind: 'request';
  purpose: Purpose;
  method: Method;
  url: string;
  /** Form or query parameters that the phone added. */
  params: Params;
  /** Absent where there was no answer. */
  status?: number;
  /** What was answered. */
  body?: string;
  /** Why there was no answer. */
  error?: string;
  ms: number;
}

export type Method = 'GET' | 'POST';

/** `twiml`: its answer is obeyed. `status`: the call's status callback. `callback`: of a verb; not obeyed either. */
export type Purpose = 'twiml' | 'fallback' | 'status' | 'callback';

export type EndReason =
  | 'hangup'
  | 'end-of-document'
  | 'caller-hung-up'
  | 'rejected'
  /** The call that was placed by an application never came about; its status says why. */
  | 'not-answered'
  | 'application-error';

/** `code`: of https://www.twilio.com/docs/api/errors. */
export interface ApplicationError {
  code: number;
  url: string;
  message: string;
}

/** A call that is over. */
export interface CallRecord {
  callSid: string;
  from: string;
  to: string;
  status: CallStatus;
  /** Seconds since it was answered; time that was only counted, not waited, included. */
  duration: number;
  reason: EndReason;
  /** What went wrong in an `application-error`. */
  error?: ApplicationError;
  happenings: readonly Happening[];
}

/** What somebody with a telephone has met with, in the order in which it happened. */
export interface SessionRecord {
  from: string;
  /** Absent: nobody was called or written to. */
  to?: string;
  /** Those of calls included, placed or taken. */
  happenings: readonly Happening[];
  /** The call that was placed, and has not been given up. */
  call?: CallRecord;
}

/** What the caller heard: texts, and what was played in angle brackets (`<https://…/a.mp3>`). */
export function heard({ happenings }: Pick<CallRecord, 'happenings'>): string[] {
  return happenings.flatMap(happening => {
    if (happening.kind === 'say') return [happening.text];
    if (happening.kind !== 'play') return [];
    return [`<${'url' in happening ? happening.url : happening.digits}>`];
  });
}

/** The requests that were made, in the order of their answers. */
export function requests(record: CallRecord, purpose?: Purpose): Request[] {
  return record.happenings.filter(
    (happening): happening is Request =>
      happening.kind === 'request' && (purpose === undefined || happening.purpose === purpose),
  );
}
