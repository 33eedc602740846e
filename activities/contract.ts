import type { Change, Frame } from '../flow/changes';
import type { Channel } from '../flow/context';
import type { Warning } from '../flow/errors';
import type { Json, Params } from '../flow/json';
import type { Element } from '../twiml/element';
import type { Done, Replies, Session, Wait } from '../widgets/widget';

/** The local activity of every turn. Remote ones are named by their widget type and take a `CallInput`. */
export interface LocalActivities {
  advance(turn: Turn): Promise<TurnResult>;
}

/** Remote activities that belong to no widget. */
export interface CallControl {
  /** Hangs up a live call. */
  endCall(call: { accountSid: string; callSid: string }): Promise<void>;
  /**
   * Has Twilio ask `url` what a live call, which listens to something else, is to hear.
   * @returns false: the call is over
   */
  takeBack(call: { accountSid: string; callSid: string; url: string }): Promise<boolean>;
}

/** Remote activities that look after flows. */
export interface FlowCare {
  /**
   * Removes a deleted flow's executions that have ended, and its revisions that no execution runs; returns the others:
   * one at least for as long as there are executions to be removed.
   */
  removeRevisions(removal: RemovalInput): Promise<number[]>;
}

/** Input of the `removal` workflow. */
export interface RemovalInput {
  accountSid: string;
  flowSid: string;
  /** First run of the flow's workflow. */
  runId: string;
  /** Those that are left. */
  revisions: number[];
  /** Other flows' executions may run it. */
  subflow: boolean;
  /** When it was deleted; ISO 8601, UTC. */
  date: string;
}

/** Everything a turn needs to know. It is the input of a local activity, so it is not recorded. */
export interface Turn {
  session: Session;
  channel: Channel;
  /** Parameters of the latest request of the call or message. */
  params: Params;
  /** Outermost first. */
  frames: Frame[];
  /** The event that the innermost frame's widget is left by; null: the widget is yet to be run. */
  event: string | null;
  /** Can TwiML still reach somebody? */
  live: boolean;
  /** The call that the execution speaks to. */
  callSid?: string;
  /** Steps taken so far: 81000. */
  taken: number;
  /** How often the same widget was run in a row just before: 81001. */
  streak: Streak;
  /** What was to be said when the turn was cut short. */
  verbs?: Element[];
  /** Characters that it had added to the Execution Context when it was cut short. */
  written?: number;
  /** What is left of the turn's time for templates and regular expressions; absent: all of it. */
  milliseconds?: number;
}

export interface Streak {
  widget: string;
  count: number;
}

export interface TurnResult {
  steps: StepRecord[];
  streak: Streak;
  then: Then;
}

/** A widget that was run and left. */
export interface StepRecord {
  flowSid: string;
  widget: string;
  type: string;
  event: string;
  /** null: the branch ended here. */
  next: string | null;
  changes: Change[];
  warnings?: Warning[];
}

/** What comes after the steps of a turn. */
export type Then =
  /** Nobody is to be waited for; only the turn was cut short. */
  | { kind: 'more'; written: number; milliseconds: number; verbs?: Element[] }
  | ({ kind: 'wait'; widget: string } & Parked & Pick<Wait, 'output'>)
  | {
      kind: 'call';
      widget: string;
      type: string;
      input: Json;
      idempotent: boolean;
      patient?: boolean;
      /** Input of the call that removes what this one may have made without being heard. */
      undo?: Json;
      seconds: number;
      replies?: Replies;
      /** The event to take when the activity itself fails. */
      failure: string | null;
      warnings?: Warning[];
    }
  | {
      kind: 'end';
      twiml: string;
      /** The document is to be heard. */
      words?: true;
      reason: EndedReason;
      warnings?: Warning[];
    };

/** An answer, and how the execution goes on from it. */
export interface Parked extends Pick<
  Wait,
  'resume' | 'timeout' | 'further' | 'memory' | 'warnings' | 'callSid' | 'replies'
> {
  /** A whole TwiML document. */
  twiml: string;
  /** The document only holds the line. */
  silent?: true;
  /** The widget type whose activity `further` are inputs of, and the event to take when that fails. */
  type?: string;
  failure?: string | null;
  /** Words came first: the widget is run, not left, when Twilio comes back. */
  enter?: true;
}

/** Result of a widget's own activity: a transition, or an answer that Twilio comes back from. */
export type CallResult =
  | (Pick<Done, 'event' | 'output' | 'flow' | 'closing' | 'warnings'> & { kind: 'done' })
  | ({ kind: 'wait' } & Parked & Pick<Wait, 'output'>);

export interface CallInput {
  input: Json;
  session: Session;
  /** When it was asked for, or what it undoes; milliseconds since the epoch. Absent: when Temporal was asked. */
  since?: number;
}

/** Why an execution is over; also its search attribute EndedReason. */
export type EndedReason =
  | 'completed'
  | 'hangup'
  /** The call was to be taken back, and was over. */
  | 'call-gone'
  /** The conversation was closed or removed. */
  | 'closed'
  | 'ended'
  /** By a new execution of the same contact. */
  | 'superseded'
  | 'canceled'
  | 'max-steps'
  | 'loop'
  | 'error';
