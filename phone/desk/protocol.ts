import { type Static, Type } from '@sinclair/typebox';
import type { Message } from '../exchange/message';
import { outcomes } from '../outcome';
import type { Answer, Question } from '../question';
import type { CallRecord, Happening } from '../record';

/** What a telephone is told, one JSON value a line. */
export type Down =
  /** The first one: where it says what it does. */
  | { kind: 'attached'; id: string }
  /** `earlier`: it came when no telephone had the number. */
  | { kind: 'message'; message: Incoming; earlier?: true }
  | { kind: 'ring'; callSid: string; from: string; to: string }
  | { kind: 'rings no more'; callSid: string }
  | { kind: 'happening'; callSid: string; happening: Happening }
  | { kind: 'ask'; callSid: string; at: number; question: Question }
  | { kind: 'asks no more'; callSid: string; at: number }
  | { kind: 'over'; callSid: string; record: Omit<CallRecord, 'happenings'> }
  /** The call was given up, with the message of a PhoneError. */
  | { kind: 'failed'; callSid: string; message: string };

export type Incoming = Pick<Message, 'from' | 'to' | 'body' | 'mediaUrls'>;

/** What a telephone does. */
export const Up = Type.Union([
  Type.Object({
    do: Type.Literal('call'),
    callSid: Type.String({ pattern: '^CA' }),
    url: Type.String({ format: 'uri' }),
    from: Type.String(),
    to: Type.String(),
    realTime: Type.Boolean(),
  }),
  Type.Object({
    do: Type.Literal('pick up'),
    callSid: Type.String(),
    how: Type.Union(outcomes.map(how => Type.Literal(how))),
  }),
  Type.Object({
    do: Type.Literal('answer'),
    callSid: Type.String(),
    at: Type.Number(),
    answer: Type.Unsafe<Answer>(Type.Object({ kind: Type.String() })),
  }),
  Type.Object({ do: Type.Literal('hang up'), callSid: Type.String() }),
]);
export type Up = Static<typeof Up>;

/** What somebody at a telephone writes. */
export const Written = Type.Object({
  from: Type.String(),
  to: Type.String(),
  body: Type.String(),
  mediaUrls: Type.Array(Type.String()),
  messagingServiceSid: Type.Optional(Type.String()),
});
export type Written = Static<typeof Written>;
