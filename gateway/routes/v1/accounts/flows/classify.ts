import { TERMINAL_CALL_STATUSES } from '../../../../../widgets/resume';
import type { Params } from '../../../../../flow/json';
import type { FlowRequest } from './request';

/** What a request to a flow's URL is, which is all of: trigger, action, status callback. */
export type Kind =
  /** A call that rings, or what somebody writes: starts an execution unless one runs. */
  | 'start'
  /** Twilio comes back to a widget. */
  | 'resume'
  /** A call that is under way: goes on with the execution that it has. */
  | 'join'
  /** Tells that the call, or the conversation, is over, and wants no TwiML. */
  | 'over'
  /** Tells that a message could not be delivered, and wants no TwiML. */
  | 'undelivered'
  /** Tells of something else that no widget waits for, and wants no TwiML. */
  | 'callback';

const OVER = new Set(TERMINAL_CALL_STATUSES);
const UNDELIVERED = new Set(['failed', 'undelivered']);
/** The first is a conversation's, the second a chat's (https://www.twilio.com/docs/chat/webhook-events). */
const WRITTEN = new Set(['onMessageAdded', 'onMessageSent']);
const NOT_ANSWERED = new Set(['queued', 'initiated', 'ringing']);
/** Only requests that want no TwiML have these. */
const CALLBACK = [
  'CallbackSource',
  'RecordingStatus',
  'TranscriptionSid',
  'TranscriptionEvent',
  'StreamEvent',
  'StatusCallbackEvent',
  'StableSpeechResult',
  'UnstableSpeechResult',
];

/** Has the call, or the conversation, ended, as far as this request knows? */
export function isOver({ params }: FlowRequest): boolean {
  return OVER.has(params['CallStatus'] ?? '') || isClosed(params);
}

/** Inferred, as far as Twilio's documentation is silent, from the parameters that each kind of request has. */
export function classify(request: FlowRequest): Kind {
  const { event, step, trigger, params } = request;
  if (event !== undefined || step !== undefined) return 'resume';
  if (params['CallSid'] === undefined) return classifyMessage(request);
  if (isOver(request)) return 'over';
  const { CallStatus } = params;
  // Whatever wants TwiML tells the call's status.
  if (!CallStatus || CALLBACK.some(name => name in params)) return 'callback';
  return NOT_ANSWERED.has(CallStatus) || trigger === 'incomingCall' ? 'start' : 'join';
}

/** What has been sent reports its status in MessageStatus; what comes in has only SmsStatus. */
function classifyMessage({ params }: FlowRequest): Kind {
  const { MessageStatus, EventType } = params;
  if (MessageStatus !== undefined) return UNDELIVERED.has(MessageStatus) ? 'undelivered' : 'callback';
  if (EventType === undefined || WRITTEN.has(EventType)) return 'start';
  return isClosed(params) ? 'over' : 'callback';
}

/** https://www.twilio.com/docs/conversations/conversations-webhooks */
function isClosed({ EventType, StateTo }: Params): boolean {
  return (
    EventType === 'onConversationRemoved' ||
    (EventType === 'onConversationStateUpdated' && StateTo === 'closed')
  );
}
