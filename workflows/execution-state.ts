import { workflowInfo } from '@temporalio/workflow';
import type { EndedReason, Parked, StepRecord, Streak } from '../activities/contract';
import { apply, innermost, type Change, type Frame } from '../flow/changes';
import type { Warning } from '../flow/errors';
import type { Json, Params } from '../flow/json';
import type { Session } from '../widgets/widget';
import type { Answer, Carried, ExecutionInput, Step, Waiting } from './contract';

/** Answers are kept this long for requests that Twilio repeats after continue-as-new. */
const ANSWERS_KEPT = 20;

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
  ended: { reason: EndedReason; twiml: string } | undefined;
  private readonly memory: Record<string, Json>;
  private readonly answers: [string, Answer][];
  private pending: Carried['pending'];

  constructor(readonly input: ExecutionInput) {
    const { carried } = input;
    this.frames = carried?.frames ?? [
      { flowSid: input.flowSid, revision: input.revision, widget: '', context: input.context },
    ];
    this.steps = carried?.steps ?? [];
    this.streak = carried?.streak ?? { widget: '', count: 0 };
    this.params = carried?.params ?? input.params;
    this.parked = carried?.parked ?? null;
    this.answered = carried?.answered ?? 0;
    this.stopped = carried?.stopped;
    this.memory = carried?.memory ?? {};
    this.pending = carried?.pending ?? { changes: [], warnings: [] };
    this.answers = carried?.answers ?? [];
  }

  /**
   * What the next run gets; undefined where the context alone is too large for one payload. Where the steps
   * are, the oldest lose the account of what they changed; it stays readable in the history of the earlier run.
   */
  carry(): Carried | undefined {
    let room = CARRIED_SIZE - bytes([this.frames, this.memory, this.parked, this.pending, this.answers]);
    if (room < 0) return undefined;
    const steps = this.steps.map(step => ({ ...step, changes: [] as Change[] }));
    room -= bytes(steps);
    for (const [index, { changes }] of [...this.steps.entries()].reverse()) {
      room -= bytes(changes);
      const step = steps[index];
      if (room < 0 || !step) break;
      step.changes = changes;
    }
    return {
      frames: this.frames,
      steps,
      streak: this.streak,
      params: this.params,
      parked: this.parked,
      answered: this.answered,
      ...(this.stopped && { stopped: this.stopped }),
      memory: this.memory,
      pending: this.pending,
      answers: this.answers,
    };
  }

  /** What a widget of this type is told while the next document is made. */
  session(type?: string): Session {
    const { accountSid, flowSid, executionSid, webhookUrl } = this.input;
    const memory = type === undefined ? undefined : this.memory[type];
    return {
      accountSid,
      flowSid,
      executionSid,
      workflowId: workflowInfo().workflowId,
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

  /** Parameters of a request that resumes the waiting widget. */
  receive(widget: string, params: Params, under?: string): void {
    for (const name of Object.keys(this.params)) this.params[name] = params[name] ?? this.params[name] ?? '';
    this.change({ kind: 'widget', widget, output: under === undefined ? params : { [under]: params } });
  }

  record(records: readonly StepRecord[], now: string): void {
    for (const { flowSid, type, changes, next, widget, event, warnings: own = [] } of records) {
      for (const change of changes) apply(this.frames, change);
      const warnings = [...this.pending.warnings, ...own];
      this.steps.push({
        flowSid,
        type,
        sid: this.stepSid(this.steps.length + 1),
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
    const { timeout, memory, type } = parked;
    // A further page of the same application does not set the clock back.
    const earlier = this.parked?.widget === widget ? this.parked : undefined;
    const clock = earlier?.timeout ?? timeout;
    const deadline = earlier?.deadline ?? (timeout && now + timeout.seconds * 1000);
    if (memory !== undefined && type !== undefined) this.memory[type] = memory;
    this.warn(parked.warnings);
    this.parked = { ...parked, widget, ...(clock && deadline !== undefined && { timeout: clock, deadline }) };
    this.answered += 1;
  }

  /** The waiting widget is left by `event` at `deadline`, whatever it waited for before. */
  awaitLastRequest(event: string, deadline: number): void {
    if (!this.parked) return;
    this.parked = { ...this.parked, timeout: { seconds: 0, event }, deadline };
  }

  end(reason: EndedReason, twiml: string): void {
    this.parked = null;
    const last = this.steps.at(-1);
    if (last && this.pending.warnings.length > 0) {
      last.warnings = [...(last.warnings ?? []), ...this.pending.warnings];
    }
    this.ended = { reason: this.stopped ?? reason, twiml };
  }

  answer(): Answer {
    const { executionSid } = this.input;
    if (this.ended) return { executionSid, status: 'ended', ...this.ended };
    return { executionSid, twiml: this.parked?.twiml ?? '', status: 'active' };
  }

  remember(updateId: string, answer: Answer): void {
    this.answers.push([updateId, answer]);
    if (this.answers.length > ANSWERS_KEPT) this.answers.shift();
  }

  remembered(updateId: string): Answer | undefined {
    return this.answers.find(([id]) => id === updateId)?.[1];
  }

  /** The execution's own digits and the step's number: unique, and the same in every replay. */
  private stepSid(number: number): string {
    return `FT${this.input.executionSid.slice(2, 26)}${number.toString(16).padStart(8, '0')}`;
  }
}

function bytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
