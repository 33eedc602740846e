import { once } from 'node:events';
import { Deadline } from '../deadline';
import { UnmetError } from '../errors';
import type { Leg } from '../exchange/device';
import { Script } from '../script';
import { PATIENCE } from './session';
import type { Act, Person, Pickup } from './person';

/** One line of a script, or several: a call that is answered has its answers with it. */
export type ScriptStep = Act | { do: 'pick up'; how: Pickup };

/** What somebody does in a chat, written down beforehand. */
export class ChatScript implements Person {
  readonly realTime = false;
  private readonly steps: ScriptStep[];
  private readonly rings: Ring[] = [];
  private rang: () => void = () => undefined;
  private left = false;

  constructor(
    private readonly all: readonly ScriptStep[],
    private readonly patience = PATIENCE,
  ) {
    this.steps = [...all];
  }

  /** How many answers no call has asked for. */
  get unused(): number {
    return this.all.reduce((sum, step) => {
      const answers = step.do === 'pick up' && typeof step.how !== 'string' ? step.how.answers : undefined;
      return sum + (answers instanceof Script ? answers.unused : 0);
    }, 0);
  }

  async act(signal: AbortSignal): Promise<Act> {
    for (;;) {
      const step = this.steps[0];
      if (!step || signal.aborted) return this.leave();
      if (step.do !== 'pick up') {
        this.steps.shift();
        return step;
      }
      const ring = await this.ring(signal);
      if (!ring) return this.leave();
      this.steps.shift();
      ring.take(step.how);
      if (typeof step.how !== 'string') await this.untilOver(ring.leg);
    }
  }

  /** The telephone rings until a line says what becomes of it. */
  async pickUp(leg: Leg): Promise<Pickup> {
    if (this.left || !this.steps.some(step => step.do === 'pick up')) return 'no-answer';
    return new Promise(take => {
      const ring = { leg, take };
      this.rings.push(ring);
      leg.signal.addEventListener('abort', () => {
        const at = this.rings.indexOf(ring);
        if (at >= 0) this.rings.splice(at, 1);
        take('no-answer');
      });
      this.rang();
    });
  }

  private async ring(signal: AbortSignal): Promise<Ring | undefined> {
    const deadline = new Deadline(this.patience);
    const given = AbortSignal.any([signal, deadline.signal]);
    while (this.rings.length === 0 && !given.aborted) {
      await new Promise<void>(resolve => {
        this.rang = resolve;
        given.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    deadline.cancel();
    const ring = this.rings.shift();
    if (!ring && !signal.aborted) throw new UnmetError(`nobody has called within ${this.patience / 1000} s`);
    return ring;
  }

  /** A flow may hold the call until something is written, which only the lines below would do. */
  private async untilOver({ over }: Leg): Promise<void> {
    const deadline = new Deadline(this.patience);
    const late = once(deadline.signal, 'abort').then(() => {
      const limit = `${this.patience / 1000} s`;
      throw new UnmetError(`the call is not over within ${limit}; nothing can be written during a call`);
    });
    const ended = over.catch(() => undefined); // told to whoever rings
    await Promise.race([ended, late]).finally(() => deadline.cancel());
  }

  private leave(): Act {
    this.left = true;
    for (const { take } of this.rings.splice(0)) take('no-answer');
    return { do: 'leave' };
  }
}

interface Ring {
  leg: Leg;
  take: (pickup: Pickup) => void;
}
