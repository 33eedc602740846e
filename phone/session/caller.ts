import type { Answers } from '../question';
import type { Act, Person, Pickup } from './person';

/** Somebody who places one call, waits for messages that are to come of it, and takes no other call. */
export class Caller implements Person {
  private readonly acts: Act[];

  constructor(
    answers: Answers,
    readonly realTime: boolean,
    messages = 0,
  ) {
    this.acts = [{ do: 'call', answers }, ...(messages > 0 ? [{ do: 'wait' as const, messages }] : [])];
  }

  act(): Promise<Act> {
    return Promise.resolve(this.acts.shift() ?? { do: 'leave' });
  }

  pickUp(): Promise<Pickup> {
    return Promise.resolve('busy');
  }
}
