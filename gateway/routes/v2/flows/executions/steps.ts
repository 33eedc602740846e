import { Type, type Static } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import type { Listing, Page } from '../../../../../store/page';
import type { GatewayOptions } from '../../../../app';
import type { Step as StepRecord } from '../../../../../workflows/contract';
import { pageQuery, sendPage } from '../../paging';
import { notFound, RestError } from '../../rest-error';
import { errors, listOf } from '../schemas';
import { ownExecution } from './own';
import { contextResource, stepContextResource, stepResource } from './resources';
import { ExecutionContext, partsPath, Step, StepContext, stepPath } from './schemas';

const tags = ['Steps and contexts'];

/** https://www.twilio.com/docs/studio/rest-api/v2/step, and both contexts. */
export const steps: FastifyPluginCallback<GatewayOptions> = (app, options, done) => {
  const { executions } = options;

  app.get<{ Params: Static<typeof partsPath> }>(
    '/:FlowSid/Executions/:ExecutionSid/Context',
    {
      schema: {
        tags,
        summary: 'Read the context of an execution',
        params: partsPath,
        response: { 200: ExecutionContext, ...errors },
      },
    },
    async request => {
      const execution = await ownExecution(options, request);
      return contextResource(request, execution, await executions.context(execution));
    },
  );

  app.get<{ Params: Static<typeof partsPath> }>(
    '/:FlowSid/Executions/:ExecutionSid/Steps',
    {
      schema: {
        tags,
        summary: 'List the steps of an execution, newest first',
        params: partsPath,
        querystring: Type.Object(pageQuery),
        response: { 200: listOf('steps', Step), ...errors },
      },
    },
    async request => {
      const execution = await ownExecution(options, request);
      const all = await executions.steps(execution);
      return sendPage(
        request,
        'steps',
        page => Promise.resolve(newestOf(all, page)),
        step => stepResource(request, execution, step),
      );
    },
  );

  app.get<{ Params: Static<typeof stepPath> }>(
    '/:FlowSid/Executions/:ExecutionSid/Steps/:StepSid',
    {
      schema: { tags, summary: 'Read a step', params: stepPath, response: { 200: Step, ...errors } },
    },
    async request => {
      const execution = await ownExecution(options, request);
      const all = await executions.steps(execution);
      const step = all.find(({ sid }) => sid === request.params.StepSid);
      if (!step) throw notFound(request);
      return stepResource(request, execution, step);
    },
  );

  app.get<{ Params: Static<typeof stepPath> }>(
    '/:FlowSid/Executions/:ExecutionSid/Steps/:StepSid/Context',
    {
      schema: {
        tags,
        summary: 'Read the context of an execution as it was after a step',
        params: stepPath,
        response: { 200: StepContext, ...errors },
      },
    },
    async request => {
      const { StepSid } = request.params;
      const execution = await ownExecution(options, request);
      const told = await executions.stepContext(execution, StepSid);
      if ('context' in told) return stepContextResource(request, execution, StepSid, told.context);
      throw told.missing === 'step' ? notFound(request) : forgotten(StepSid);
    },
  );
  done();
};

/** Steps only come on top: a page ends at a number, counted from the first step, however many there are. */
function newestOf(all: readonly StepRecord[], { size, token }: Page): Listing<StepRecord> {
  const end = token === undefined ? all.length : Number(token);
  const start = Math.max(end - size, 0);
  return { items: all.slice(start, end).reverse(), ...(start > 0 && { next: String(start) }) };
}

function forgotten(sid: string): RestError {
  return new RestError(
    404,
    20404,
    `The context of step ${sid} is not known any more: the execution has become so long that what its oldest steps ` +
      'changed was dropped. The present context is that of the execution.',
  );
}
