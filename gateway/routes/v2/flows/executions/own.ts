import type { FastifyRequest } from 'fastify';
import { isSid } from '../../../../../config/accounts';
import type { GatewayOptions } from '../../../../app';
import type { AccountFlow, ExecutionRecord } from '../../../../executions/execution-record';
import type { KnownFlow } from '../../../../flows';
import { notFound } from '../../rest-error';

interface Path {
  FlowSid: string;
  /** Of the execution itself. */
  Sid?: string;
  /** Of what is below it. */
  ExecutionSid?: string;
}

/** It may be deleted: its executions go on to their end. @throws RestError where the account has no such flow */
export async function ownFlow({ flows }: GatewayOptions, request: FastifyRequest): Promise<KnownFlow> {
  const flow = await flows.flow((request.params as Path).FlowSid);
  if (flow?.head.accountSid !== request.account.sid) throw notFound(request);
  return flow;
}

/** The flow that the path names, as the account's that asks. */
export function accountFlow({ account, params }: FastifyRequest): AccountFlow {
  return { accountSid: account.sid, flowSid: (params as Path).FlowSid };
}

/** @throws RestError where the account has no such flow, or the flow no such execution */
export async function ownExecution(
  options: GatewayOptions,
  request: FastifyRequest,
): Promise<ExecutionRecord> {
  const { Sid, ExecutionSid = Sid } = request.params as Path;
  await ownFlow(options, request);
  const found = isSid('FN', ExecutionSid)
    ? await options.executions.find(accountFlow(request), ExecutionSid)
    : undefined;
  if (!found) throw notFound(request);
  return found;
}
