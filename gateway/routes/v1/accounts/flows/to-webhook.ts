import { randomBytes } from 'node:crypto';
import { startContext } from '../../../../../flow/context';
import type { ExecutionInput, Webhook } from '../../../../../workflows/contract';
import type { Identity } from '../../../../identity';
import { isOver } from './classify';
import type { FlowRequest } from './request';
import type { Turn } from './turn';

/** The starting request's parameters are in the execution's input already. */
export function opening({ sid }: Identity): Webhook {
  return sid === undefined ? {} : { sid };
}

export function toWebhook({ sid }: Identity, request: FlowRequest): Webhook {
  const { event, step, target, params } = request;
  return {
    ...(event !== undefined && { event }),
    ...(step !== undefined && { step }),
    ...(target !== undefined && { target }),
    ...(sid !== undefined && { sid }),
    ...(isOver(request) && { over: true }),
    params,
  };
}

export function executionInput(turn: Turn, identity: Identity, revision: number): ExecutionInput {
  const { account, flowSid, webhookUrl } = turn;
  const { params } = turn.request;
  const { channel, trigger, sid } = identity;
  const executionSid = `FN${randomBytes(16).toString('hex')}`;
  const context = startContext({ executionSid, flowSid, trigger, params });
  const input = { executionSid, accountSid: account.sid, flowSid, revision, channel, trigger };
  return { ...input, ...(sid !== undefined && { sid }), context, params, webhookUrl };
}
