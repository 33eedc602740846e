import { isSid } from '../config/accounts';
import type { Channel } from '../flow/context';
import type { Params } from '../flow/json';
import { messageWorkflowId } from '../workflows/contract';
import { GatewayError } from './errors';
import type { PublishedFlow } from './flows';

/** Bytes of From and To together (https://www.twilio.com/docs/api/errors/81023). */
const MAX_ADDRESSES = 300;

/** Which execution a request is for. Uniqueness is Temporal's: there is one execution for a workflow id. */
export interface Identity {
  workflowId: string;
  /** Where else a running execution may be found; none is started there. */
  alternative?: string;
  channel: Channel;
  /** The trigger's event. */
  trigger: string;
  /** CallSid of a call. */
  sid?: string;
  /** The id names who takes part, not one call: it is used again when the execution has ended. */
  reusable: boolean;
}

/**
 * @param execution workflow id that the request itself names
 * @throws GatewayError where the request names nobody
 */
export function identify(
  flowSid: string,
  flow: Pick<PublishedFlow, 'allowConcurrentCalls'>,
  params: Params,
  execution?: string,
): Identity {
  const identity = byParameters(flowSid, flow, params);
  // Of another flow it could be another account's.
  if (!execution?.startsWith(`${flowSid}/`) || execution === identity.workflowId) return identity;
  if (identity.channel === 'call') return { ...identity, workflowId: execution };
  // What is written after the execution that asked for it may start one, as if nothing had been named.
  return { ...identity, alternative: execution };
}

function byParameters(
  flowSid: string,
  flow: Pick<PublishedFlow, 'allowConcurrentCalls'>,
  params: Params,
): Identity {
  const { CallSid, ConversationSid } = params;
  if (CallSid !== undefined) return identifyCall(flowSid, flow, CallSid, params);
  if (isSid('CH', ConversationSid)) {
    const workflowId = `${flowSid}/${ConversationSid}`;
    return { workflowId, channel: 'conversation', trigger: 'incomingConversationMessage', reusable: true };
  }
  if (params['MessageSid'] === undefined) throw new GatewayError('subject');
  const [from, to] = addresses(params);
  const { MessagingServiceSid } = params;
  const message = { channel: 'message', trigger: 'incomingMessage', reusable: true } as const;
  const byNumber = messageWorkflowId(flowSid, to, from);
  if (!MessagingServiceSid) return { ...message, workflowId: byNumber };
  // Any number of a service may be written to, and one of them may have written first.
  return {
    ...message,
    workflowId: messageWorkflowId(flowSid, MessagingServiceSid, from),
    alternative: byNumber,
  };
}

function identifyCall(
  flowSid: string,
  flow: Pick<PublishedFlow, 'allowConcurrentCalls'>,
  sid: string,
  params: Params,
): Identity {
  if (!isSid('CA', sid)) throw new GatewayError('subject');
  const call = { channel: 'call', trigger: 'incomingCall', sid } as const;
  // An application has led a call that an execution placed back to the flow, and does not know which it is.
  if (params['Direction']?.startsWith('outbound')) {
    const [from, to] = addresses(params);
    return { ...call, workflowId: messageWorkflowId(flowSid, from, to), reusable: false };
  }
  if (flow.allowConcurrentCalls) return { ...call, workflowId: `${flowSid}/${sid}`, reusable: false };
  return { ...call, workflowId: `${flowSid}/${addresses(params)[0]}`, reusable: true };
}

function addresses({ From = '', To = '' }: Params): [from: string, to: string] {
  if (!From || !To || Buffer.byteLength(From + To) > MAX_ADDRESSES) throw new GatewayError('addresses');
  return [From, To];
}
