import { Call } from '../call';
import type { Exchange } from '../exchange/exchange';
import type { Device, Leg, PickUp } from '../exchange/device';
import { isVoice, type Outcome } from '../outcome';
import type { Answer, Answers, Question } from '../question';
import type { CallRecord, Happening } from '../record';
import type { Down, Up } from './protocol';

export interface TelephoneOptions {
  exchange: Exchange;
  accountSid: string;
  authToken: string;
  realTime: boolean;
  send(down: Down): void;
}

/** A telephone at the other end of a wire, as the exchange sees it. */
export class Telephone {
  readonly device: Device;
  /** The calls that it is in. */
  private readonly calls = new Map<string, { hangUp(): void }>();
  /** What it has been asked, by call and number. */
  private readonly open = new Map<string, (answer: Answer) => void>();
  private readonly ringing = new Map<string, (pickUp: PickUp) => void>();
  private questions = 0;

  constructor(private readonly options: TelephoneOptions) {
    this.device = {
      realTime: options.realTime,
      ring: leg => this.ring(leg),
      message: ({ from, to, body, mediaUrls }) => {
        options.send({ kind: 'message', message: { from, to, body, mediaUrls } });
        return undefined;
      },
    };
  }

  take(up: Up): void {
    if (up.do === 'call') this.place(up);
    else if (up.do === 'pick up') this.ringing.get(up.callSid)?.(this.pickedUp(up.callSid, up.how));
    else if (up.do === 'answer') this.open.get(key(up))?.(up.answer);
    else this.calls.get(up.callSid)?.hangUp();
  }

  /** The wire is cut. */
  gone(): void {
    for (const call of this.calls.values()) call.hangUp();
    for (const take of this.ringing.values()) take('no-answer');
  }

  private place({ url, callSid, from, to, realTime }: Extract<Up, { do: 'call' }>): void {
    const { exchange, accountSid, authToken } = this.options;
    const parties = { url, callSid, from, to, accountSid, authToken };
    const call = new Call({ ...parties, realTime, exchange, ...this.listener(callSid) });
    this.follow(callSid, call, call.place());
  }

  private ring(leg: Leg): Promise<PickUp> {
    const { callSid, from, to, signal } = leg;
    this.follow(callSid, leg, leg.over);
    return new Promise(resolve => {
      this.ringing.set(callSid, resolve);
      signal.addEventListener('abort', () => {
        this.ringing.delete(callSid);
        this.options.send({ kind: 'rings no more', callSid });
        resolve('no-answer');
      });
      this.options.send({ kind: 'ring', callSid, from, to });
    });
  }

  private follow(callSid: string, call: { hangUp(): void }, over: Promise<CallRecord>): void {
    this.calls.set(callSid, call);
    void over
      .then(({ happenings: _, ...record }) => this.options.send({ kind: 'over', callSid, record }))
      .catch((error: unknown) =>
        this.options.send({
          kind: 'failed',
          callSid,
          message: error instanceof Error ? error.message : String(error),
        }),
      )
      .finally(() => this.calls.delete(callSid));
  }

  private pickedUp(callSid: string, how: Outcome): PickUp {
    return isVoice(how) ? { as: how, ...this.listener(callSid) } : how;
  }

  private listener(callSid: string): { answers: Answers; watch(happening: Happening): void } {
    return {
      answers: { answer: (question, signal) => this.ask(callSid, question, signal) },
      watch: happening => this.options.send({ kind: 'happening', callSid, happening }),
    };
  }

  private ask(callSid: string, question: Question, signal: AbortSignal): Promise<Answer> {
    const at = ++this.questions;
    return new Promise<Answer>(resolve => {
      this.open.set(key({ callSid, at }), resolve);
      signal.addEventListener('abort', () => {
        this.options.send({ kind: 'asks no more', callSid, at });
        resolve({ kind: 'hangup' }); // nobody waits for it
      });
      this.options.send({ kind: 'ask', callSid, at, question });
    }).finally(() => this.open.delete(key({ callSid, at })));
  }
}

function key({ callSid, at }: { callSid: string; at: number }): string {
  return `${callSid} ${at}`;
}
