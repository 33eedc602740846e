import { isSid } from '../config/accounts';
import type { Channel } from '../flow/context';
import type { Params } from '../flow/json';
import { GatewayError } from './errors';
import type { PublishedFlow } from './flows';

/** Bytes of From and To together (https://www.twilio.com/docs/api/errors/81023). */
const MAX_ADDRESSES = 300;

/** Which execution a request is for. Uniqueness is Temporal's: there is one execution for a workflow id. */
export interface Identity {
  workflowId: string;
  channel: Channel;
  /** The trigger's event. */
  trigger: string;
  /** CallSid of a call. */
  sid?: string;
  /** The id names who takes part, not one call: it is used again when the execution has ended. */
  reusable: boolean;
}

/** @throws GatewayError where the request names nobody */
export function identify(flowSid: string, flow: PublishedFlow, params: Params): Identity {
  const { CallSid, ConversationSid } = params;
  if (CallSid !== undefined) return identifyCall(flowSid, flow, CallSid, params);
  if (isSid('CH', ConversationSid)) {
    const workflowId = `${flowSid}/${ConversationSid}`;
    return { workflowId, channel: 'conversation', trigger: 'incomingConversationMessage', reusable: true };
  }
  if (params['MessageSid'] === undefined) throw new GatewayError('subject');
  const [from, to] = addresses(params);
  return {
    workflowId: `${flowSid}/${to}/${from}`,
    channel: 'message',
    trigger: 'incomingMessage',
    reusable: true,
  };
}

function identifyCall(flowSid: string, flow: PublishedFlow, sid: string, params: Params): Identity {
  if (!isSid('CA', sid)) throw new GatewayError('subject');
  const call = { channel: 'call', trigger: 'incomingCall', sid } as const;
  if (flow.allowConcurrentCalls) return { ...call, workflowId: `${flowSid}/${sid}`, reusable: false };
  return { ...call, workflowId: `${flowSid}/${addresses(params)[0]}`, reusable: true };
}

function addresses({ From = '', To = '' }: Params): [from: string, to: string] {
  if (!From || !To || Buffer.byteLength(From + To) > MAX_ADDRESSES) throw new GatewayError('addresses');
  return [From, To];
}
