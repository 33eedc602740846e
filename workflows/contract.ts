export type { EndedReason } from '../activities/contract';
import type { EndedReason, Parked, Streak } from '../activities/contract';
import type { Change, Frame } from '../flow/changes';
import type { Channel, Context } from '../flow/context';
import type { Warning } from '../flow/errors';
import type { Json, Params } from '../flow/json';

/** Memo of whatever has taken messages with a workflow id: their update ids, for the execution that comes after it. */
export const TAKEN = 'taken';

/** Seconds. Twilio's calls last 24 hours at most: one that is not heard of any more is over. */
export const LONGEST_CALL = 25 * 3600;

/** Names that are part of the contract with operators: used from the Temporal UI and CLI. */
export const names = {
  execution: 'execution',
  flow: 'flow',
  revision: 'revision',
  webhook: 'webhook',
  end: 'end',
  twiml: 'twiml',
  context: 'context',
  steps: 'steps',
  stepContext: 'stepContext',
  save: 'save',
  testUsers: 'testUsers',
  removal: 'removal',
} as const;

/** Signals between an execution, the `replyAddress` that takes messages for it, and the gateway. */
export const replySignals = { handedOn: 'handedOn', word: 'word', hold: 'hold', gone: 'gone' } as const;

/** Input of the `execution` workflow. */
export interface ExecutionInput {
  /** FN + 32 hex; kept over continue-as-new. */
  executionSid: string;
  accountSid: string;
  flowSid: string;
  revision: number;
  channel: Channel;
  /** The trigger's event, such as incomingCall. */
  trigger: string;
  /** What Twilio calls the thing that runs: CallSid for a call. Requests of another one are not ours. */
  sid?: string;
  context: Context;
  /** Parameters of the request that started it. */
  params: Params;
  /** Update id of the message that started it; another one's first message may come in at the same moment. */
  startedBy?: string;
  /** Update ids of messages that the contact's last executions have taken: what comes again is not taken anew. */
  taken?: string[];
  /** Messages that the present widget cannot take are dropped, as in hosted Studio, instead of kept. */
  strictEvents?: boolean;
  /** What becomes of a message that the present widget cannot take. */
  onActive?: OnActive;
  /** It runs for a test user of the flow: drafts of subflows are run, too. */
  testUser?: true;
  /** Absolute URL of the flow's webhook, without query. */
  webhookUrl: string;
  /** What an earlier run of the same execution hands over. */
  carried?: Carried;
}

/**
 * What a new start does where the contact has an active execution: `join`, as in hosted Studio (a message goes to
 * it, a REST request is refused); `supersede` it; or be `reject`ed. What the active one waits for is no new start.
 */
export type OnActive = 'join' | 'supersede' | 'reject';

/** The call that an execution speaks to. */
export interface CallState {
  sid: string;
  /** Placed by the execution; it has started the execution otherwise. */
  placed: boolean;
  /** Nobody is on the line: not yet, or no longer. */
  silent: boolean;
  /** It was placed, and nothing is known of its answer or its end. */
  rings?: boolean;
  /** Whoever is on the line hears nothing until the execution has something to say. */
  held?: boolean;
}

/** A call to be made when the execution ends. */
export interface Closing {
  /** Of the widget. */
  type: string;
  input: Json;
  /** See `CallInput`. */
  since?: number;
}

/** Where messages with other addresses than its own are taken for an execution. */
export interface Listening {
  /** Workflow id. */
  address: string;
  /** How long it is held at most; milliseconds since the epoch. */
  until: number;
}

/** Input of the `replyAddress` workflow. */
export interface ReplyAddressInput {
  /** Of the execution that messages are handed on to. */
  workflowId: string;
  executionSid: string;
  /** Of the execution. Absent where an earlier version has opened the address. */
  accountSid?: string;
  /** How long the address is held unless the execution says otherwise; milliseconds since the epoch. */
  until: number;
}

/** A message that a `replyAddress` hands on to its execution: argument of the signal `handedOn`. */
export interface HandedOn {
  webhook: Webhook;
  /** Of the update that waits at the `replyAddress` for word of what becomes of it. */
  updateId: string;
  /** Workflow id of the `replyAddress`. */
  address: string;
}

/** What has become of a message that was handed on: argument of the signal `word`. */
export interface Word {
  updateId: string;
  /** Taken, or kept for later; it is left to the next execution otherwise. */
  taken: boolean;
}

/** State of an execution that goes over continue-as-new. */
export interface Carried {
  frames: Frame[];
  steps: Step[];
  streak: Streak;
  params: Params;
  parked: Waiting | null;
  answered: number;
  stopped?: EndedReason;
  memory: Record<string, Json>;
  call?: CallState;
  /** Messages that wait for a widget that takes one. */
  kept?: Params[];
  closing?: Closing[];
  listening?: Listening;
  /** What the step that is under way will tell of. */
  pending: { changes: Change[]; warnings: Warning[] };
  /** Answers to recent updates: the server forgets them with the run. */
  answers: [updateId: string, Answer][];
}

/** A widget that waits for Twilio to come back. */
export interface Waiting extends Parked {
  widget: string;
  /** Milliseconds since the epoch at which `timeout` strikes. */
  deadline?: number;
}

/** A request of Twilio, argument of the update and the signal `webhook`. */
export interface Webhook {
  /** Whose flow it was sent to; absent where an operator sends it. */
  accountSid?: string;
  /** FlowEvent: the event that the waiting widget is expected to take. */
  event?: string;
  /** FlowStep: the step whose TwiML sent Twilio here. Another step's request is answered, but moves nothing. */
  step?: number;
  /** FlowTarget: which of the waiting widget's further calls is asked for. */
  target?: number;
  /** CallSid or the like. */
  sid?: string;
  /** All other parameters of the request; empty where the request is the one that starts the execution. */
  params?: Params;
  /** The request tells that the call, or the conversation, is over. */
  over?: boolean;
  /** It is what the contact has written. */
  message?: boolean;
  /** It is a status callback, which wants no TwiML. */
  callback?: boolean;
}

export { LISTEN } from '../widgets/webhook-urls';

/** Workflow id of the execution that messages between two addresses belong to. */
export function messageWorkflowId(flowSid: string, twilioAddress: string, contact: string): string {
  return `${flowSid}/${escaped(twilioAddress)}/${escaped(contact)}`;
}

/** Workflow id of the execution that a caller has, where the flow takes one call of a caller at a time. */
export function callerWorkflowId(flowSid: string, caller: string): string {
  return `${flowSid}/${escaped(caller)}`;
}

/** Numbers stay as they are: operators read them. Only what could pass for the end of an address does not. */
function escaped(address: string): string {
  return address.replaceAll('%', '%25').replaceAll('/', '%2F');
}

/** What a webhook is answered with. */
export interface Answer {
  executionSid: string;
  /** A whole document; empty where the execution has ended without another word. */
  twiml: string;
  status: 'active' | 'ended';
  /** Why it has ended. */
  reason?: EndedReason;
}

/** A step as the Steps API shows it, with what it changed. */
export interface Step {
  /** FT + 32 hex. */
  sid: string;
  parentStepSid: string | null;
  flowSid: string;
  /** The event that was taken. */
  name: string;
  type: string;
  from: string;
  /** null: the branch ended. */
  to: string | null;
  /** ISO 8601, UTC. */
  dateCreated: string;
  changes: Change[];
  /** What it changed is not known any more: see `ExecutionState.carry`. */
  forgotten?: true;
  warnings?: Warning[];
}

/** Argument of the query `steps`; everything is told without it. */
export interface StepsQuestion {
  /** false: they are told without what they changed, which may be much. */
  changes?: boolean;
}

/** Answer to the query `stepContext`, whose argument is a step's SID. */
export type StepContext =
  /** The Execution Context after the step, as the widgets of the step's own flow see it. */
  | { context: Context }
  /** There is no such step; or it, or one before, has changed what is not known any more. */
  | { missing: 'step' | 'changes' };

/** Result of an execution. */
export interface ExecutionResult {
  executionSid: string;
  reason: EndedReason;
  steps: number;
  /** The way through the flow: widget names in order. */
  way: string[];
}
