import type { Answered, Leg } from '../exchange/device';
import type { Text } from '../messages/text';
import type { Outcome, Voice } from '../outcome';
import type { Answers } from '../question';

/** What somebody with a telephone in hand does next. */
export type Act =
  | { do: 'call'; answers: Answers }
  | ({ do: 'send' } & Text)
  /** Goes on when so many more messages have come. */
  | { do: 'wait'; messages: number }
  | { do: 'leave' };

/** Who takes a call, or why nobody does. */
export type Pickup = Pick<Answered, 'as' | 'answers'> | Exclude<Outcome, Voice>;

/** Somebody with a telephone, whom messages and calls may reach at any time. */
export interface Person {
  /** Needs the time that things take. */
  readonly realTime: boolean;
  /** @param signal aborted when it is time to leave */
  act(signal: AbortSignal): Promise<Act>;
  /** The telephone rings. */
  pickUp(leg: Leg): Promise<Pickup>;
}
