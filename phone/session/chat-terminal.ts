import type { Leg } from '../exchange/device';
import { Terminal } from '../cli/terminal';
import type { TypedLines } from '../cli/typed-lines';
import { isVoice, type Outcome } from '../outcome';
import { parseAct } from './parse-chat';
import type { Act, Person, Pickup } from './person';

/** What may be typed; part of `--help`. */
export const typedHelp = `What is typed is sent. /media URL sends a picture, /wait waits for a message, /quit or Ctrl-D ends. When the
telephone rings, the next line says what becomes of it: answer, machine, fax, busy, failed, or an empty line to let it
ring; from then on lines are answers, until the call is over.`;

const pickups: Partial<Record<string, Outcome>> = {
  answer: 'human',
  human: 'human',
  machine: 'machine',
  fax: 'fax',
  busy: 'busy',
  failed: 'failed',
  '': 'no-answer',
};

/** What somebody does who types. */
export class ChatTerminal implements Person {
  readonly realTime: boolean;
  /** While the telephone rings, and in a call, lines are not for the chat. */
  private call: Promise<unknown> | undefined;
  private typing = new AbortController();

  /** @param options `writes`: there is somebody to write to */
  constructor(
    private readonly lines: TypedLines,
    private readonly options: { realTime: boolean; writes: boolean },
  ) {
    this.realTime = options.realTime;
  }

  async act(signal: AbortSignal): Promise<Act> {
    for (;;) {
      await this.call;
      const typing = new AbortController();
      this.typing = typing;
      const line = await this.lines.next(AbortSignal.any([signal, typing.signal]));
      if (line === undefined && typing.signal.aborted && !signal.aborted) continue;
      if (line === undefined || line.trim() === '/quit') return { do: 'leave' };
      const act = this.understand(line);
      if (act) return act;
    }
  }

  pickUp(leg: Leg): Promise<Pickup> {
    const pickup = this.decide(leg);
    this.call = pickup
      .then(how => (typeof how === 'string' ? undefined : leg.over))
      .catch(() => undefined) // told to whoever rings
      .finally(() => (this.call = undefined));
    this.typing.abort();
    return pickup;
  }

  private async decide({ from, signal }: Leg): Promise<Pickup> {
    this.lines.print(
      `[${from} is calling: answer, machine, fax, busy, failed, or an empty line to let it ring]`,
    );
    for (;;) {
      const line = await this.lines.next(signal);
      const how = line === undefined ? 'no-answer' : pickups[line.trim().replace(/^answer: */, '')];
      if (how) return isVoice(how) ? { as: how, answers: new Terminal(this.lines, this.options) } : how;
      this.lines.print('answer, machine, fax, busy, failed, or an empty line');
    }
  }

  private understand(line: string): Act | undefined {
    if (line.trim() === '') return undefined;
    const act: Act | undefined = line.startsWith('/')
      ? parseAct(line.slice(1))
      : { do: 'send', body: line, media: [] };
    if (!act) this.lines.print(typedHelp);
    else if (act.do === 'send' && !this.options.writes) {
      this.lines.print('There is nobody to write to: name a number, with --chat.');
      return undefined;
    }
    return act;
  }
}
