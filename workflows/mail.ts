import { allHandlersFinished, condition } from '@temporalio/workflow';
import { CallLine } from './call-line';
import { LISTEN, type Answer, type HandedOn, type Webhook } from './contract';
import type { ExecutionState } from './execution-state';
import { handleWebhook, offerKept, strikeTimeout } from './handle-webhook';
import { listen } from './listen';
import { sendWord } from './send-word';
import { summaryOf } from './summary';

/** A request, and who waits for its answer (nobody does for a signal). */
interface Letter {
  webhook: Webhook;
  /** What has started the execution. */
  opening?: boolean;
  reply?: (answer: Answer) => void;
  /** Where it comes from another address, at which it waits for word of what becomes of it. */
  handedOn?: HandedOn;
}

/** What reaches an execution, one thing after the other, and who is to hear what comes of it. */
export class Mail {
  readonly line: CallLine;
  private readonly inbox: Letter[] = [];
  /** The number of the answer that the call was to be taken back for, when it was over. */
  private goneAt: number | undefined;
  /** How many wait for an answer, and how many of them get none. */
  private asking = 0;
  private left = 0;
  /** Words that are on their way. */
  private words = 0;
  /** Nobody has been told the present answer. */
  unheard = false;

  constructor(private readonly state: ExecutionState) {
    this.line = new CallLine(state);
  }

  receive(letter: Letter): void {
    // Told at once, so that a turn that is under way stops at the next widget that would speak.
    if (letter.webhook.over) this.state.over(letter.webhook.sid);
    this.inbox.push(letter);
  }

  /**
   * Resolves with the answer. A message that the execution does not take is never answered: Temporal fails it when
   * the execution is over, and remembers no answer. So the same message can start another under the same id.
   */
  async ask(letter: Omit<Letter, 'reply'>, updateId: string): Promise<Answer> {
    this.asking += 1;
    const answer = await new Promise<Answer>(reply => this.receive({ ...letter, reply }));
    this.asking -= 1;
    this.state.remember(updateId, answer);
    return answer;
  }

  /** Has it come in, and not been dealt with? */
  holds({ updateId }: HandedOn): boolean {
    return this.inbox.some(({ handedOn }) => handedOn?.updateId === updateId);
  }

  /** Another address hears what becomes of a message. @param taken it is left to the next execution otherwise */
  tellOf(handedOn: HandedOn, taken: boolean): void {
    const { updateId } = handedOn;
    if (taken && !this.state.remembered(updateId)) this.state.remember(updateId, this.state.silence());
    this.words += 1;
    void sendWord(handedOn, taken).then(() => (this.words -= 1));
  }

  /** Everybody who waits has been told. */
  allTold(): boolean {
    return this.words === 0 && allHandlersFinished();
  }

  /** Nobody waits for an answer but those who get none. */
  settled(): boolean {
    return this.words === 0 && (allHandlersFinished() || (this.left > 0 && this.asking === this.left));
  }

  /** Is there anything to be done? */
  woken(): boolean {
    return this.waits() || this.state.dismissed || this.goneAt === this.state.answered;
  }

  /** Something has come in that nobody has looked at. */
  waits(): boolean {
    return this.inbox.length > 0;
  }

  /** The call has come for what it was led to: what it has asked for by itself meanwhile it may never have heard. */
  listens(): boolean {
    return this.inbox.some(
      ({ webhook: { event, step } }) => event === LISTEN && step === this.state.answered,
    );
  }

  /** Somebody waits for an answer. */
  awaited(): boolean {
    return this.inbox.some(({ reply }) => reply);
  }

  /** The execution is over: everybody who waits is told, except for messages, which may start another. */
  answerAll(): void {
    for (const { webhook, reply, handedOn } of this.inbox.splice(0)) {
      if (handedOn) this.tellOf(handedOn, false);
      else if (webhook.message && reply) this.left += 1;
      else reply?.(this.isSpokenTo(webhook) ? this.state.answer() : this.state.silence());
    }
  }

  /** Waits for what comes first: a request, the end, the waiting widget's time-out; and deals with it. */
  async next(): Promise<void> {
    const { state } = this;
    const { answered } = state;
    let heard = false;
    if (state.kept.length > 0 && !state.dismissed && (await offerKept(state))) {
      // It was written before whatever has come in since, and whoever wrote it has been answered.
    } else if (!(await this.untilWoken())) {
      await strikeTimeout(state);
    } else if (this.inbox[0]) {
      heard = await this.read(this.inbox[0]);
    } else {
      state.end(state.dismissed ? 'ended' : 'call-gone', '');
    }
    const moved = state.answered !== answered || state.ended !== undefined;
    if (moved) this.tell(heard);
  }

  /** @returns false: the time is up */
  private async untilWoken(): Promise<boolean> {
    const { state } = this;
    await listen(state);
    const deadline = state.parked?.deadline;
    if (deadline === undefined) {
      await condition(() => this.woken());
      return true;
    }
    const left = Math.max(deadline - Date.now(), 0);
    return condition(() => this.woken(), left, { summary: summaryOf(state.parked?.widget ?? '') });
  }

  /** @returns whether whom the execution speaks to hears what comes of it */
  private async read(letter: Letter): Promise<boolean> {
    const { state } = this;
    const { webhook, reply, opening, handedOn } = letter;
    const { sid, over } = webhook;
    if (this.isForeign(webhook)) {
      this.inbox.shift();
      reply?.({ ...state.silence(), status: 'ended' });
      if (handedOn) this.tellOf(handedOn, true);
      return true;
    }
    if (over) state.over(sid);
    const { answered } = state;
    // It stays, and is left to the execution that this one makes way for.
    if (!(await handleWebhook(state, webhook))) return false;
    this.inbox.shift();
    if (handedOn) this.tellOf(handedOn, true);
    const moved = state.answered !== answered || state.ended !== undefined;
    const speaker = this.isSpokenTo(webhook);
    // What asks for the present document has been led here.
    if (speaker && sid !== undefined && webhook.event !== LISTEN) this.line.leaveBe();
    // Only a call hears the same again: a message would be sent twice.
    const calls = sid !== undefined || state.input.channel === 'call';
    reply?.(speaker && (moved || calls || opening) ? state.answer() : state.silence());
    if (speaker && reply && sid !== undefined && state.call) state.call.held = state.parked?.silent === true;
    return speaker && (reply !== undefined || sid !== undefined);
  }

  /** Is it of a call that the execution has left behind? */
  private isForeign({ sid, step }: Webhook): boolean {
    const { call, answered } = this.state;
    if (!call || sid === undefined || sid === call.sid) return false;
    // Whoever picks up is spoken to, though it be by a call that was placed besides because an answer was lost.
    return !call.rings || step !== answered;
  }

  private isSpokenTo({ sid, message, callback }: Webhook): boolean {
    const { call } = this.state;
    if (callback) return false;
    if (!call) return true;
    // A call that was left for another within the turn has nothing to listen to.
    return sid === undefined ? call.silent || !message : sid === call.sid;
  }

  /** A new answer: the caller, who listens elsewhere, is told. */
  private tell(heard: boolean): void {
    const { state } = this;
    const { call, parked, ended } = state;
    this.unheard = !heard && call?.silent === false;
    if (!this.unheard) return;
    if (ended || parked?.silent) return;
    this.line.takeBack(() => (this.goneAt = state.answered));
  }
}
