import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../../../../flow/context';
import type { Step } from '../../../../../workflows/contract';
import type { ExecutionRecord } from '../../../../executions/execution-record';
import { iso } from '../../dates';

/** https://www.twilio.com/docs/studio/rest-api/v2/execution */
export function executionResource(request: FastifyRequest, execution: ExecutionRecord): object {
  const { sid, flowSid, contact, revision, active, initiatedBy } = execution;
  const url = urlOf(request, execution);
  return {
    sid,
    account_sid: request.account.sid,
    flow_sid: flowSid,
    contact_channel_address: contact,
    contact_sid: contactSid(request.account.sid, contact),
    flow_version: revision,
    context: {},
    status: active ? 'active' : 'ended',
    initiated_by: initiatedBy,
    date_created: iso(execution.dateCreated),
    date_updated: iso(execution.dateUpdated),
    url,
    links: { steps: `${url}/Steps`, execution_context: `${url}/Context` },
  };
}

/** https://www.twilio.com/docs/studio/rest-api/v2/execution-context */
export function contextResource(
  request: FastifyRequest,
  execution: ExecutionRecord,
  context: Context,
): object {
  return {
    account_sid: request.account.sid,
    context,
    flow_sid: execution.flowSid,
    execution_sid: execution.sid,
    url: `${urlOf(request, execution)}/Context`,
  };
}

/** https://www.twilio.com/docs/studio/rest-api/v2/step */
export function stepResource(request: FastifyRequest, execution: ExecutionRecord, step: Step): object {
  const url = `${urlOf(request, execution)}/Steps/${step.sid}`;
  return {
    sid: step.sid,
    account_sid: request.account.sid,
    flow_sid: execution.flowSid,
    execution_sid: execution.sid,
    parent_step_sid: step.parentStepSid,
    name: step.name,
    context: {},
    transitioned_from: step.from,
    transitioned_to: step.to ?? 'Ended',
    type: step.type,
    date_created: iso(step.dateCreated),
    date_updated: null,
    url,
    links: { step_context: `${url}/Context` },
  };
}

/** https://www.twilio.com/docs/studio/rest-api/v2/step-context */
export function stepContextResource(
  request: FastifyRequest,
  execution: ExecutionRecord,
  stepSid: string,
  context: Context,
): object {
  return {
    ...contextResource(request, execution, context),
    step_sid: stepSid,
    url: `${urlOf(request, execution)}/Steps/${stepSid}/Context`,
  };
}

function urlOf({ origin }: FastifyRequest, { flowSid, sid }: ExecutionRecord): string {
  return `${origin}/v2/Flows/${flowSid}/Executions/${sid}`;
}

/** Nothing is kept of contacts: the same address always has the same SID. */
function contactSid(accountSid: string, address: string): string {
  return `FC${createHash('md5').update(`${accountSid} ${address}`).digest('hex')}`;
}
