import { isSid } from '../config/accounts';
import type { Channel } from '../flow/context';
import type { Params } from '../flow/json';
import { callerWorkflowId, LONGEST_CALL, messageWorkflowId } from '../workflows/contract';
import { GatewayError } from './errors';
import type { PublishedFlow } from './flows';

/** Bytes of From and To together (https://www.twilio.com/docs/api/errors/81023). */
export const MAX_ADDRESSES = 300;

/** Which execution a request is for. Uniqueness is Temporal's: there is one execution for a workflow id. */
export interface Identity {
  /** Workflow ids of a running execution, the likeliest first: one is started there, and nowhere else. */
  places: readonly [string, ...string[]];
  channel: Channel;
  /** The trigger's event. */
  trigger: string;
  /** CallSid of a call. */
  sid?: string;
  /** The id names who takes part, not one call: it is used again when the execution has ended. */
  reusable: boolean;
}

type Rules = Pick<PublishedFlow, 'allowConcurrentCalls' | 'callsChanged'>;

/**
 * @param execution workflow id that the request itself names
 * @throws GatewayError where the request names nobody
 */
export function identify(flowSid: string, flow: Rules, params: Params, execution?: string): Identity {
  // Of another flow it could be another account's.
  const named = execution?.startsWith(`${flowSid}/`) ? execution : undefined;
  const { CallSid, ConversationSid } = params;
  if (CallSid !== undefined) return identifyCall(flowSid, flow, CallSid, params, named);
  if (isSid('CH', ConversationSid)) {
    const places: Identity['places'] = [`${flowSid}/${ConversationSid}`, ...(named ? [named] : [])];
    return { places, channel: 'conversation', trigger: 'incomingConversationMessage', reusable: true };
  }
  if (params['MessageSid'] === undefined) throw new GatewayError('subject');
  const places = placesOfMessage(flowSid, params, named);
  return { places, channel: 'message', trigger: 'incomingMessage', reusable: true };
}

function placesOfMessage(flowSid: string, params: Params, named?: string): Identity['places'] {
  const { From, MessagingServiceSid } = params;
  // What a service was to send may have failed before one of its numbers was chosen.
  if (named !== undefined && !From) return [named];
  const [from, to] = addresses(params);
  // What is written after the execution that asked for it may start one, as if nothing had been named.
  const others = named ? [named] : [];
  const byNumber = messageWorkflowId(flowSid, to, from);
  if (!MessagingServiceSid) return [byNumber, ...others];
  // Any number of a service may be written to, and one of them may have written first.
  return [messageWorkflowId(flowSid, MessagingServiceSid, from), byNumber, ...others];
}

function identifyCall(flowSid: string, flow: Rules, sid: string, params: Params, named?: string): Identity {
  if (!isSid('CA', sid)) throw new GatewayError('subject');
  const call = { channel: 'call', trigger: 'incomingCall', sid, reusable: false } as const;
  if (named !== undefined) return { ...call, places: [named] };
  const byCall = `${flowSid}/${sid}`;
  // An application has led a call that an execution placed back to the flow, and does not know which it is.
  if (params['Direction']?.startsWith('outbound')) {
    const [from, to] = addresses(params);
    return { ...call, places: [byCall, messageWorkflowId(flowSid, from, to)] };
  }
  const vary = callsVary(flow);
  if (flow.allowConcurrentCalls) {
    const { From } = params;
    return { ...call, places: [byCall, ...(From && vary ? [callerWorkflowId(flowSid, From)] : [])] };
  }
  const byCaller = callerWorkflowId(flowSid, addresses(params)[0]);
  return { ...call, places: [byCaller, ...(vary ? [byCall] : [])], reusable: true };
}

/** May the flow have taken several calls of a caller, or not, when one came in that is under way? */
function callsVary({ callsChanged }: Rules): boolean {
  return callsChanged !== undefined && Date.now() - Date.parse(callsChanged) < LONGEST_CALL * 1000;
}

function addresses({ From = '', To = '' }: Params): [from: string, to: string] {
  if (!From || !To || Buffer.byteLength(From + To) > MAX_ADDRESSES) throw new GatewayError('addresses');
  return [From, To];
}
