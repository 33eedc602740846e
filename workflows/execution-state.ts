import type { EndedReason, Parked, StepRecord, Streak } from '../activities/contract';
import { apply, innermost, type Change, type Frame } from '../flow/changes';
import { triggerData } from '../flow/context';
import type { Warning } from '../flow/errors';
import { isObject, type Json, type JsonObject, type Params } from '../flow/json';
import { stepSid } from '../flow/step-sid';
import type { Replies, ResumeRule, Session } from '../widgets/widget';
import {
  LONGEST_CALL,
  type Answer,
  type CallState,
  type Carried,
  type Closing,
  type ExecutionInput,
  type Listening,
  type Step,
  type Waiting,
} from './contract';

/** Answers are kept this long for requests that Twilio repeats after continue-as-new. */
export const ANSWERS_KEPT = 20;

/** Bytes of JSON; a payload may have two million. */
const CARRIED_SIZE = 1_000_000;

/** Everything an execution knows; what it does with it stands in execution.ts. */
export class ExecutionState {
  readonly frames: Frame[];
  readonly steps: Step[];
  streak: Streak;
  /** Parameters that come with every request of this call or message, at their latest values. */
  params: Params;
  parked: Waiting | null;
  /** How many documents were answered; each one's URLs carry its number. */
  answered: number;
  /** Why nobody listens any more: the call is over, or it was told to end. */
  stopped: EndedReason | undefined;
  /** The call it speaks to: the one that started it, or the last one it has placed. */
  call: CallState | undefined;
  /** Messages that wait for a widget that takes one, oldest first. */
  readonly kept: Params[];
  /** Calls to be made when it ends. */
  readonly closing: Closing[];
  /** What is being sent may be replied to already. */
  asking: Replies | undefined;
  listening: Listening | undefined;
  ended: { reason: EndedReason; twiml: string; words: boolean } | undefined;
  private readonly memory: Record<string, Json>;
  private readonly answers: [string, Answer][];
  private pending: Carried['pending'];

  constructor(
    readonly input: ExecutionInput,
    readonly workflowId: string,
  ) {
    const { carried, sid } = input;
    this.frames = carried?.frames ?? [firstFrame(input)];
    this.steps = carried?.steps ?? [];
    this.streak = carried?.streak ?? { widget: '', count: 0 };
    this.params = carried?.params ?? input.params;
    this.parked = carried?.parked ?? null;
    this.answered = carried?.answered ?? 0;
    this.stopped = carried?.stopped;
    this.call = carried
      ? carried.call
      : sid === undefined
        ? undefined
        : { sid, placed: false, silent: false };
    this.kept = carried?.kept ?? [];
    this.closing = carried?.closing ?? [];
    this.listening = carried?.listening;
    this.memory = carried?.memory ?? {};
    this.pending = carried?.pending ?? { changes: [], warnings: [] };
    this.answers = carried?.answers ?? (input.taken ?? []).map(id => [id, this.silence()]);
  }

  /**
   * What the next run gets; undefined where the context alone is too large for one payload. Where the steps
   * are, the oldest lose the account of what they changed; it stays readable in the history of the earlier run.
   */
  carry(): Carried | undefined {
    const { frames, memory, parked, pending, answers, kept, closing } = this;
    let room = CARRIED_SIZE - bytes([frames, memory, parked, pending, answers, kept, closing]);
    if (room < 0) return undefined;
    const steps = this.steps.map(withoutChanges);
    room -= bytes(steps);
    for (const [index, step] of [...this.steps.entries()].reverse()) {
      room -= bytes(step.changes);
      if (room < 0) break;
      steps[index] = step;
    }
    return {
      frames,
      steps,
      streak: this.streak,
      params: this.params,
      parked,
      answered: this.answered,
      ...(this.stopped && { stopped: this.stopped }),
      memory,
      ...(this.call && { call: this.call }),
      kept,
      closing,
      ...(this.listening && { listening: this.listening }),
      pending,
      answers,
    };
  }

  /** Has somebody asked for the end, or begun another execution instead? */
  get dismissed(): boolean {
    return this.stopped === 'ended' || this.stopped === 'superseded';
  }

  /** The message that is waited for. */
  get replies(): Replies | undefined {
    return this.parked ? this.parked.replies : this.asking;
  }

  /** Can TwiML still reach somebody? */
  get live(): boolean {
    return this.stopped === undefined && this.call?.silent !== true;
  }

  /** `flow.channel`: a conversation may be it that a widget has started or taken up. */
  private get channel(): JsonObject {
    return innermost(this.frames).context.flow.channel;
  }

  private get converses(): boolean {
    return this.channel['type'] === 'conversation';
  }

  /** The conversation is over, and the execution is not. */
  get closed(): boolean {
    return this.converses && this.channel['status'] === 'closed';
  }

  close(): void {
    if (this.converses)
      this.change({ kind: 'flow', flow: { channel: { ...this.channel, status: 'closed' } } });
  }

  /** Is somebody on the line, or about to be? */
  get calls(): boolean {
    return this.call?.silent === false || this.call?.rings === true;
  }

  /** The call, or the conversation, is over. @param sid of the call; a conversation's end names none */
  over(sid: string | undefined): void {
    const { call } = this;
    const { channel } = this.input;
    const unnamed = channel === 'call' ? call?.sid : undefined;
    if (channel === 'call') this.stopped ??= 'hangup';
    if (channel === 'conversation' && sid === undefined && !this.calls) this.stopped ??= 'closed';
    if (call && (sid ?? unnamed) === call.sid) this.call = { ...call, silent: true, rings: false };
  }

  /** The call that was placed is answered. @returns its SID where it is not the one that was thought to ring */
  begin(sid = this.call?.sid): string | undefined {
    const { call } = this;
    if (!call || sid === undefined) return undefined;
    this.call = { sid, placed: true, silent: false };
    return sid === call.sid ? undefined : sid;
  }

  /** What a widget of this type is told while the next document is made. */
  session(type?: string): Session {
    const { accountSid, flowSid, executionSid, webhookUrl, testUser } = this.input;
    const memory = type === undefined ? undefined : this.memory[type];
    return {
      accountSid,
      flowSid,
      executionSid,
      workflowId: this.workflowId,
      ...(this.call?.placed && { placed: true }),
      ...(this.call && this.live && { live: true }),
      ...(testUser && { testUser }),
      webhookUrl,
      step: this.answered + 1,
      ...(memory !== undefined && { memory }),
    };
  }

  /** Changes the context; the step that is under way will tell of it. */
  change(change: Change): void {
    apply(this.frames, change);
    this.pending.changes.push(change);
  }

  warn(warnings: readonly Warning[] = []): void {
    this.pending.warnings.push(...warnings);
  }

  /** Does the step that is under way tell of it already? */
  hasNoted(message: string): boolean {
    return this.pending.warnings.some(warning => warning.message === message);
  }

  /** Parameters of a request that resumes the waiting widget. */
  receive(widget: string, params: Params, rule: Partial<ResumeRule> = {}): void {
    const { under, message, callback } = rule;
    if (!callback) this.remind(params, rule);
    if (under === undefined) {
      this.change({ kind: 'widget', widget, output: params });
      return;
    }
    const earlier = callback ? innermost(this.frames).context.widgets[widget]?.[under] : undefined;
    this.change({
      kind: 'widget',
      widget,
      output: { [under]: { ...(isObject(earlier) && earlier), ...params } },
    });
    if (message && this.converses) {
      this.change({ kind: 'trigger', trigger: { conversation: triggerData(params) } });
    }
  }

  /** Keeps what Twilio will send with the next request, too. */
  remind(params: Params, { begins, message }: Partial<ResumeRule>): void {
    const other = message && this.input.channel !== 'message' && this.input.channel !== 'conversation';
    // A reply by message says nothing of the call.
    if (other) return;
    this.params = begins || message ? params : latest(this.params, params);
  }

  record(records: readonly StepRecord[], now: string): void {
    for (const { flowSid, type, changes, next, widget, event, warnings: own = [] } of records) {
      for (const change of changes) apply(this.frames, change);
      const warnings = [...this.pending.warnings, ...own];
      this.steps.push({
        flowSid,
        type,
        sid: stepSid(this.input.executionSid, this.steps.length + 1),
        parentStepSid: this.steps.at(-1)?.sid ?? null,
        name: event,
        from: widget,
        to: next,
        dateCreated: now,
        changes: [...this.pending.changes, ...changes],
        ...(warnings.length > 0 && { warnings }),
      });
      this.pending = { changes: [], warnings: [] };
      innermost(this.frames).widget = next ?? '';
    }
  }

  park(widget: string, parked: Parked, now: number): void {
    const { timeout, memory, type, callSid } = parked;
    // A further page of the same application does not set the clock back.
    const earlier = this.parked?.widget === widget ? this.parked : undefined;
    const clock = earlier?.timeout ?? timeout ?? this.lastResort();
    const deadline = earlier?.deadline ?? (clock && now + clock.seconds * 1000);
    if (memory !== undefined && type !== undefined) this.memory[type] = memory;
    if (callSid !== undefined) this.call = { sid: callSid, placed: true, silent: true, rings: true };
    this.warn(parked.warnings);
    this.parked = { ...parked, widget, ...(clock && deadline !== undefined && { timeout: clock, deadline }) };
    this.answered += 1;
  }

  /** A call that started the execution ends it by the execution's own time-out. */
  private lastResort(): Waiting['timeout'] {
    return this.call?.placed && !this.call.silent ? { seconds: LONGEST_CALL, event: 'hangup' } : undefined;
  }

  /** The waiting widget is left by `event` at `deadline`, whatever it waited for before. */
  awaitLastRequest(event: string, deadline: number): void {
    if (!this.parked) return;
    this.parked = { ...this.parked, timeout: { seconds: 0, event }, deadline };
  }

  /** @param words the document is to be heard */
  end(reason: EndedReason, twiml: string, words = false): void {
    this.parked = null;
    if (this.kept.length > 0) {
      const message = `Unexpected event: no widget took ${this.kept.length} of the contact's messages`;
      this.pending.warnings.push({ code: 81002, message });
    }
    const last = this.steps.at(-1);
    if (last && this.pending.warnings.length > 0) {
      last.warnings = [...(last.warnings ?? []), ...this.pending.warnings];
    }
    this.ended = { reason: this.stopped ?? reason, twiml, words };
    this.answered += 1;
  }

  /** Answers somebody to whom nothing is to be said, or not again. */
  silence(): Answer {
    return { executionSid: this.input.executionSid, twiml: '', status: this.ended ? 'ended' : 'active' };
  }

  answer(): Answer {
    const { ended, parked, input } = this;
    const { executionSid } = input;
    if (ended) return { executionSid, status: 'ended', reason: ended.reason, twiml: ended.twiml };
    return { executionSid, twiml: parked?.twiml ?? '', status: 'active' };
  }

  remember(updateId: string, answer: Answer): void {
    this.answers.push([updateId, answer]);
    if (this.answers.length > ANSWERS_KEPT) this.answers.shift();
  }

  remembered(updateId: string): Answer | undefined {
    return this.answers.find(([id]) => id === updateId)?.[1];
  }

  /** Update ids of all that has lately been taken: what has started the execution, too, be it answered or not. */
  get taken(): string[] {
    const { startedBy } = this.input;
    return [...new Set([...(startedBy === undefined ? [] : [startedBy]), ...this.answers.map(([id]) => id)])];
  }
}

/** Of the flow that was called, as it begins; the input stays as it is. */
export function firstFrame({ flowSid, revision, context }: ExecutionInput): Frame {
  const { trigger, flow, widgets } = context;
  const own = { ...context, trigger: { ...trigger }, flow: { ...flow }, widgets: { ...widgets } };
  return { flowSid, revision, widget: '', context: own };
}

/** The same parameters at the values that came last. What a step has recorded is not touched. */
function latest(known: Params, params: Params): Params {
  return Object.fromEntries(Object.entries(known).map(([name, value]) => [name, params[name] ?? value]));
}

function withoutChanges(step: Step): Step {
  return { ...step, changes: [], ...(step.changes.length > 0 && { forgotten: true as const }) };
}

function bytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
