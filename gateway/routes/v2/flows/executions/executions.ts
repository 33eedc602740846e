import { Type, type Static } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import type { GatewayOptions } from '../../../../app';
import { pageQuery, sendPage } from '../../paging';
import { notFound, RestError } from '../../rest-error';
import { errors, FORM, listOf } from '../schemas';
import { filterFields, readFilter } from './filter';
import { accountFlow, ownExecution, ownFlow } from './own';
import { executionResource } from './resources';
import { Execution, executionPath, executionsPath } from './schemas';

const Change = Type.Object({ Status: Type.Unsafe<'ended'>({ type: 'string', enum: ['ended'] }) });

/** https://www.twilio.com/docs/studio/rest-api/v2/execution */
export const executions: FastifyPluginCallback<GatewayOptions> = (app, options, done) => {
  const tags = ['Executions'];
  const response = { 200: Execution, ...errors };
  const filters = Type.Object({ ...pageQuery, ...filterFields });

  app.get<{ Params: Static<typeof executionsPath>; Querystring: Static<typeof filters> }>(
    '/:FlowSid/Executions',
    {
      schema: {
        tags,
        summary: 'List the executions of a flow, newest first',
        params: executionsPath,
        querystring: filters,
        response: { 200: listOf('executions', Execution), ...errors },
      },
    },
    async request => {
      await ownFlow(options, request);
      const filter = readFilter(request.query);
      return sendPage(
        request,
        'executions',
        page => options.executions.list(accountFlow(request), filter, page),
        execution => executionResource(request, execution),
      );
    },
  );

  app.get<{ Params: Static<typeof executionPath> }>(
    '/:FlowSid/Executions/:Sid',
    { schema: { tags, summary: 'Read an execution', params: executionPath, response } },
    async request => executionResource(request, await ownExecution(options, request)),
  );

  app.post<{ Params: Static<typeof executionPath>; Body: Static<typeof Change> }>(
    '/:FlowSid/Executions/:Sid',
    {
      schema: {
        tags,
        summary: 'End an execution',
        params: executionPath,
        consumes: FORM,
        body: Change,
        response,
      },
    },
    async request => {
      const execution = await ownExecution(options, request);
      if (!execution.active) {
        throw new RestError(409, 20409, `Execution ${execution.sid} has already ended`);
      }
      const ended = await options.executions.end(execution);
      if (!ended) throw notFound(request);
      if (ended.active) throw notYet(ended.sid);
      return executionResource(request, ended);
    },
  );

  app.delete<{ Params: Static<typeof executionPath> }>(
    '/:FlowSid/Executions/:Sid',
    {
      schema: {
        tags,
        summary: 'Delete an execution, its steps and its context',
        description: 'An active one is ended first; terminated where no worker ends it in time.',
        params: executionPath,
        response: { 204: Type.Null(), ...errors },
      },
    },
    async (request, reply) => {
      await options.executions.delete(await ownExecution(options, request));
      return reply.code(204).send();
    },
  );
  done();
};

function notYet(sid: string): RestError {
  return new RestError(
    503,
    20503,
    `Execution ${sid} has been told to end and has not ended yet: no worker runs, or a widget that reaches outside ` +
      'is at work. It ends as soon as that is over; nothing more needs to be done.',
  );
}
