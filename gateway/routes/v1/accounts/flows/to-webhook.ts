import type { ExecutionInput, Webhook } from '../../../../../workflows/contract';
import type { GatewayOptions } from '../../../../app';
import { executionInput } from '../../../../execution-input';
import type { Identity } from '../../../../identity';
import type { Starting } from '../../../../revision-for';
import { isOver } from './classify';
import type { Turn } from './turn';

/** What has started a call's execution is in its input already, and nothing else is said by a call that rings. */
export function opening(identity: Identity, turn: Turn): Webhook {
  const { channel, sid } = identity;
  if (channel !== 'call') return toWebhook(identity, turn);
  return { accountSid: turn.account.sid, ...(sid !== undefined && { sid }) };
}

export function toWebhook({ sid, channel }: Identity, { account, kind, request }: Turn): Webhook {
  const { event, step, target, params } = request;
  return {
    accountSid: account.sid,
    ...(event !== undefined && { event }),
    ...(step !== undefined && { step }),
    ...(target !== undefined && { target }),
    ...(sid !== undefined && { sid }),
    ...(isOver(request) && { over: true }),
    ...(kind === 'start' && channel !== 'call' && { message: true }),
    ...((kind === 'over' || kind === 'undelivered') && { callback: true }),
    params,
  };
}

/** What an execution is started with that begins with this request. */
export function inputOf(
  { settings }: GatewayOptions,
  { account, flowSid, webhookUrl, request, updateId }: Turn,
  { channel, trigger, sid }: Identity,
  starting: Starting,
): ExecutionInput {
  return executionInput(settings, starting, {
    accountSid: account.sid,
    flowSid,
    channel,
    trigger,
    ...(sid !== undefined && { sid }),
    params: request.params,
    ...(channel !== 'call' && { startedBy: updateId }),
    webhookUrl,
  });
}
