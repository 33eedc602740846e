import { type Static, type TObject, Type } from '@sinclair/typebox';
import { outcomes } from '../outcome';

const strict = { additionalProperties: false };
const times = Type.Optional(Type.Integer({ minimum: 0 }));
const media = Type.Optional(Type.Array(Type.String()));

/** What happens in a call. */
const spoken = {
  heard: Type.Object({ heard: Type.String(), times }, strict),
  /** A URL, or keys. */
  played: Type.Object({ played: Type.String(), times }, strict),
  /** `answer` in the words of a script; absent where the call went on without one. */
  asked: Type.Object({ asked: Type.String(), answer: Type.Optional(Type.String()) }, strict),
  /** Why the call is over. */
  ended: Type.Object({ ended: Type.String() }, strict),
};

type Each<Schemas extends Record<string, TObject>> = {
  [Key in keyof Schemas]: Static<Schemas[Key]>;
}[keyof Schemas];
export type Spoken = Each<typeof spoken>;

/** By the key that tells them apart. */
export const events = {
  ...spoken,
  sent: Type.Object({ sent: Type.String(), media }, strict),
  /** `to`: it is for somebody else. */
  received: Type.Object({ received: Type.String(), media, to: Type.Optional(Type.String()) }, strict),
  /** A call came in; `call` is what happened in it. */
  rang: Type.Object(
    {
      rang: Type.String(),
      answer: Type.Union(outcomes.map(how => Type.Literal(how))),
      call: Type.Optional(Type.Array(Type.Unsafe<Spoken>(Type.Object({})))),
    },
    strict,
  ),
  /** An error of the application, with Twilio's code (https://www.twilio.com/docs/api/errors). */
  failed: Type.Object({ failed: Type.Integer(), url: Type.String() }, strict),
} satisfies Record<string, TObject>;

export type Event = Each<typeof events>;

/** All but the events. */
export const Head = Type.Object(
  {
    version: Type.Literal(1),
    does: Type.Union([Type.Literal('call'), Type.Literal('chat'), Type.Literal('receive')]),
    /** A number, the SID of a flow or a URL. */
    to: Type.Optional(Type.String({ minLength: 1 })),
    /** A flow's file, from where this file is. */
    flow: Type.Optional(Type.String({ minLength: 1 })),
    /** Absent: a number that nobody has used, another one each time. */
    from: Type.Optional(Type.String({ minLength: 1 })),
    messagingService: Type.Optional(Type.String()),
    events: Type.Array(Type.Unknown()),
  },
  strict,
);

/** A run that was written down: what came in is to be the same when it is done again. */
export type RunFile = Omit<Static<typeof Head>, 'events'> & { events: Event[] };
