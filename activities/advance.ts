import { ApplicationFailure } from '@temporalio/common';
import { apply, innermost, type Change, type Frame } from '../flow/changes';
import type { State } from '../flow/definition';
import { warning, type Warning } from '../flow/errors';
import type { FlowGraph } from '../flow/graph';
import type { JsonObject } from '../flow/json';
import { limits } from '../flow/limits';
import { stepSid } from '../flow/step-sid';
import { TimeBudget, withinBudget } from '../flow/time-limit';
import { element, type Element } from '../twiml/element';
import { document } from '../twiml/serialize';
import { widgetOf } from '../widgets';
import { eventUrl } from '../widgets/webhook-urls';
import type { Done, Enter, Wait, Widget } from '../widgets/widget';
import type { AdvanceOptions } from './advance-options';
import type { EndedReason, LocalActivities, StepRecord, Streak, Then, Turn, TurnResult } from './contract';
import { objectsIn } from './objects-in';
import { runWidget } from './run-widget';
import { resolveSubflow } from './subflow';
import { documentOf } from './wait-document';

/**
 * The local activity of every turn: takes a transition, then runs widget after widget until one waits, reaches
 * outside, or the flow ends. Reads nothing but definitions, which never change.
 */
export function createAdvance(options: AdvanceOptions): LocalActivities['advance'] {
  return turn => new Walk(turn, options).go();
}

/** Bytes of a document that are kept free for the way back. */
const ROOM_FOR_REDIRECT = 1024;

/** Where a walk is: a widget of a flow, and what it may be followed by. */
interface Place {
  frame: Frame;
  graph: FlowGraph;
  state: State;
  widget: Widget;
}

class Walk {
  private readonly steps: StepRecord[] = [];
  /** Said already, and heard with what comes next. */
  private readonly verbs: Element[];
  private event: string | null;
  private streak: Streak;
  /** Characters that the turn has added to the Execution Context. */
  private written: number;
  /** A turn keeps all others of its process waiting for so long at most. */
  private readonly time: TimeBudget;
  /** Of the step that is under way. */
  private changes: Change[] = [];
  private warnings: Warning[] = [];
  /** Where the step leads when its event alone does not tell. */
  private chosen: string | null | undefined;

  constructor(
    private readonly turn: Turn,
    private readonly options: AdvanceOptions,
  ) {
    this.event = turn.event;
    this.verbs = turn.verbs ?? [];
    this.streak = turn.streak;
    this.written = turn.written ?? 0;
    this.time = new TimeBudget(turn.milliseconds ?? limits.turnMilliseconds);
  }

  async go(): Promise<TurnResult> {
    let then: Then | undefined;
    while (!then) {
      const place = await this.place();
      if (!place) then = this.end('error');
      else if (this.event === null) then = await this.enter(place);
      else then = this.leave(place, this.event);
    }
    if (this.isTooMuch(then)) then = this.overflow();
    return { steps: this.steps, streak: this.streak, then };
  }

  /** undefined: the flow leads to a widget that is not there, which a validated flow does not. */
  private async place(): Promise<Place | undefined> {
    const frame = innermost(this.turn.frames);
    const { flowSid, revision } = frame;
    const graph = await this.options.flows.graph(flowSid, revision);
    if (!graph) throw ApplicationFailure.nonRetryable(`${flowSid} has no revision ${revision}`, 'NoRevision');
    frame.widget ||= graph.initial;
    const state = graph.state(frame.widget);
    const widget = state && widgetOf(state.type);
    return widget && { frame, graph, state, widget };
  }

  private async enter({ frame, state, widget }: Place): Promise<Then | undefined> {
    const key = `${frame.flowSid}/${state.name}`;
    const streak = { widget: key, count: this.streak.widget === key ? this.streak.count + 1 : 1 };
    if (this.turn.taken + this.steps.length >= this.options.maxSteps)
      return this.end('max-steps', warning(81000));
    if (streak.count > this.options.maxStreak) return this.end('loop', warning(81001, state.name));
    if (widget.speaks && !this.turn.live && !this.isWritten(widget)) return this.end('hangup');

    const running = { widget, state, frame, turn: this.turn, warnings: this.warnings };
    const outcome = withinBudget(this.time, () => runWidget(running, this.options));
    if ('call' in outcome) {
      // The words come first: what happens outside must not be over before they have been heard.
      if (this.verbs.length > 0) return this.speakFirst(state.name);
      this.streak = streak;
      const { call, idempotent = false, patient, undo, seconds = 15, replies } = outcome;
      const { type, failure = null } = widget;
      const { warnings } = this;
      const asked = {
        idempotent,
        ...(patient && { patient }),
        ...(undo !== undefined && { undo }),
        seconds,
        ...(replies && { replies }),
        failure,
        ...(warnings.length > 0 && { warnings }),
      };
      return { kind: 'call', widget: state.name, type, input: call, ...asked };
    }
    if ('verbs' in outcome && this.isTooLong(outcome.verbs)) return this.speakFirst(state.name);
    if ('resume' in outcome) {
      // A call is held only after the words.
      if (outcome.verbs.length === 0 && this.verbs.length > 0) return this.speakFirst(state.name);
      this.streak = streak;
      return this.wait(state.name, widget, outcome);
    }
    this.streak = streak;
    if ('enter' in outcome) await this.enterSubflow(frame, outcome);
    else this.done(state.name, outcome);
    return undefined;
  }

  /** Nobody is on the line, but the widget works in a message, too. */
  private isWritten({ channels }: Widget): boolean {
    const { channel } = this.turn;
    return channel !== 'call' && channels?.includes(channel) === true;
  }

  /** Twilio would not read so long a document: what was said before is heard first. */
  private isTooLong(verbs: readonly Element[] = []): boolean {
    if (this.verbs.length === 0 || verbs.length === 0) return false;
    return Buffer.byteLength(document([...this.verbs, ...verbs])) > limits.documentBytes - ROOM_FOR_REDIRECT;
  }

  private wait(name: string, widget: Widget, outcome: Wait): Then {
    const { verbs, resume, output, timeout, further, memory } = outcome;
    const warnings = [...this.warnings, ...(outcome.warnings ?? [])];
    const all = [...this.verbs, ...verbs];
    const noted = warnings.length > 0 && { warnings };
    // Nothing is expected to come back.
    if (resume.length === 0) return { kind: 'end', twiml: document(all), reason: 'completed', ...noted };
    return {
      kind: 'wait',
      widget: name,
      ...documentOf(all, this.turn.session),
      resume,
      ...(output && { output }),
      ...(timeout && { timeout }),
      ...(further && { further, type: widget.type, failure: widget.failure ?? null }),
      ...(memory !== undefined && { memory, type: widget.type }),
      ...noted,
    };
  }

  private speakFirst(widget: string): Then {
    const back = element('Redirect', {}, eventUrl(this.turn.session, 'audioComplete'));
    return {
      kind: 'wait',
      widget,
      twiml: document([...this.verbs, back]),
      resume: [{ event: 'audioComplete' }],
      enter: true,
    };
  }

  private done(name: string, { event, output, variables, verbs = [], warnings = [], next }: Done): void {
    if (output) this.change({ kind: 'widget', widget: name, output });
    if (variables) this.change({ kind: 'variables', variables });
    this.verbs.push(...verbs);
    this.warnings.push(...warnings);
    this.event = event;
    this.chosen = next;
  }

  private async enterSubflow(parent: Frame, { enter, warnings = [] }: Enter): Promise<void> {
    this.warnings.push(...warnings);
    const { frames, session, taken } = this.turn;
    const subflow = await resolveSubflow(this.options.flows, session, frames, enter);
    if ('warning' in subflow) {
      this.warnings.push(subflow.warning);
      this.event = 'failed';
      return;
    }
    const trigger: JsonObject = {
      parameters: enter.parameters,
      flow_sid: parent.flowSid,
      execution_sid: session.executionSid,
      // Of the step that has led here.
      step_sid: stepSid(session.executionSid, taken + this.steps.length),
      trigger_type: Object.keys(parent.context.trigger)[0] ?? '',
    };
    this.change({ kind: 'enter', ...subflow, widget: '', parent: trigger });
    this.event = 'incomingParent';
  }

  private leave({ frame, graph, state, widget }: Place, event: string): Then | undefined {
    const next = this.chosen !== undefined ? this.chosen : (graph.transition(state, event)?.next ?? null);
    const objects = objectsIn(frame.context.widgets[state.name], widget.json);
    if (objects) this.change({ kind: 'widget', widget: state.name, output: objects });
    this.written += JSON.stringify(this.changes).length;
    if (this.isTooMuch()) return this.overflow();
    this.steps.push({
      flowSid: frame.flowSid,
      widget: state.name,
      type: widget.type,
      event,
      next,
      changes: this.changes,
      ...(this.warnings.length > 0 && { warnings: this.warnings }),
    });
    this.changes = [];
    this.warnings = [];
    this.chosen = undefined;
    this.event = null;
    frame.widget = next ?? '';
    if (next !== null) return this.options.advance === 'widget' ? this.more() : undefined;
    if (this.turn.frames.length === 1) return this.end('completed');
    this.leaveSubflow(frame);
    return undefined;
  }

  /** What the subflow has set becomes the output of the widget that ran it. */
  private leaveSubflow(frame: Frame): void {
    this.change({ kind: 'leave' });
    const parent = innermost(this.turn.frames);
    this.change({ kind: 'widget', widget: parent.widget, output: frame.context.flow.variables });
    this.event = 'completed';
  }

  private change(change: Change): void {
    apply(this.turn.frames, change);
    this.changes.push(change);
  }

  private more(): Then {
    const { written, verbs, time } = this;
    return { kind: 'more', written, milliseconds: time.left, ...(verbs.length > 0 && { verbs }) };
  }

  /** Temporal would not take the turn's result, and would have the turn tried again for ever. */
  private isTooMuch(then?: Then): boolean {
    return this.written + (then ? JSON.stringify(then).length : 0) > limits.turnCharacters;
  }

  private overflow(): Then {
    const { widget } = innermost(this.turn.frames);
    return this.end('error', warning(81018, `${widget} makes more than ${limits.turnCharacters} characters`));
  }

  private end(reason: EndedReason, ...warnings: Warning[]): Then {
    const all = [...this.warnings, ...warnings];
    const verbs = this.verbs.length > 0 ? [...this.verbs, element('Hangup')] : [];
    const twiml = reason === 'error' ? '' : document(verbs);
    const words = verbs.length > 0 && { words: true as const };
    return { kind: 'end', twiml, ...words, reason, ...(all.length > 0 && { warnings: all }) };
  }
}
