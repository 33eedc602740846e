import { Type, type Static } from '@sinclair/typebox';
import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import { isObject, parsedObject } from '../../../../../flow/json';
import { isDeep, MAX_DEPTH } from '../../../../../flow/json-depth';
import { messageWorkflowId, type ExecutionInput } from '../../../../../workflows/contract';
import type { GatewayOptions } from '../../../../app';
import { executionInput } from '../../../../execution-input';
import { ActiveExecutionError, AddressesTakenError } from '../../../../executions/start';
import { MAX_ADDRESSES } from '../../../../identity';
import { webhookUrlOf } from '../../../../origin';
import { revisionFor, type Starting } from '../../../../revision-for';
import { invalid, notFound, RestError } from '../../rest-error';
import { errors, FORM } from '../schemas';
import { ownFlow } from './own';
import { executionResource } from './resources';
import { Execution, executionsPath } from './schemas';

/** Characters. An execution's input has them twice, and Temporal takes two million bytes. */
const MAX_PARAMETERS = 262_144;

const NewExecution = Type.Object({
  To: Type.String({ minLength: 1, description: 'The contact: contact.channel.address.' }),
  From: Type.String({
    minLength: 1,
    description: 'Who it is that calls or writes: flow.channel.address.',
  }),
  Parameters: Type.Optional(
    Type.Unsafe<unknown>({
      anyOf: [{ type: 'string' }, { type: 'object' }],
      description: 'A JSON object, which becomes flow.data; an object itself where the request is JSON.',
    }),
  ),
});

interface Route {
  Params: Static<typeof executionsPath>;
  Body: Static<typeof NewExecution>;
}

/** https://www.twilio.com/docs/studio/rest-api/v2/execution#create-a-new-execution */
export const create: FastifyPluginCallback<GatewayOptions> = (app, options, done) => {
  app.post<Route>(
    '/:FlowSid/Executions',
    {
      schema: {
        tags: ['Executions'],
        summary: 'Start an execution',
        description: 'It is answered at once: what the execution does is not waited for.',
        params: executionsPath,
        consumes: FORM,
        body: NewExecution,
        response: { 201: Execution, ...errors },
      },
    },
    async (request, reply) => {
      const { head: flow, deleted } = await ownFlow(options, request);
      if (deleted) throw notFound(request);
      const { To, From } = request.body;
      if (Buffer.byteLength(To + From) > MAX_ADDRESSES) {
        throw new RestError(400, 81023, `From and To have more than ${MAX_ADDRESSES} bytes together`);
      }
      const starting = revisionFor(flow, To);
      if (!starting) throw new RestError(404, 20404, 'This flow has no published revision. Publish one.');
      const input = inputOf(options, request, starting);
      const workflowId = messageWorkflowId(input.flowSid, From, To);
      try {
        const execution = await options.executions.start(
          { workflowId, input, summary: flow.friendlyName },
          input.onActive === 'supersede',
        );
        return await reply.code(201).send(executionResource(request, execution));
      } catch (error) {
        if (error instanceof AddressesTakenError) throw new RestError(409, 20409, error.message);
        throw error instanceof ActiveExecutionError ? conflict(error) : error;
      }
    },
  );
  done();
};

function inputOf(
  { settings }: GatewayOptions,
  { body, params, account, origin }: FastifyRequest<Route>,
  starting: Starting,
): ExecutionInput {
  const flowSid = params.FlowSid;
  const parties = { From: body.From, To: body.To };
  const request = {
    accountSid: account.sid,
    flowSid,
    channel: 'request',
    trigger: 'incomingRequest',
    params: parties,
    webhookUrl: webhookUrlOf(origin, account.sid, flowSid),
  } as const;
  const Parameters = parametersOf(body.Parameters);
  return executionInput(settings, starting, request, { ...parties, Parameters });
}

/** JSON of an object. */
function parametersOf(given: unknown = {}): string {
  const object = typeof given === 'string' ? parsedObject(given || '{}') : given;
  if (!isObject(object)) throw invalid('Parameters', 'must be a JSON object');
  // Before it is written as JSON again, which walks it.
  if (isDeep(object)) throw invalid('Parameters', `is nested more than ${MAX_DEPTH} levels deep`);
  const json = typeof given === 'string' ? given || '{}' : JSON.stringify(given);
  if (json.length <= MAX_PARAMETERS) return json;
  throw invalid('Parameters', `has more than ${MAX_PARAMETERS} characters`);
}

/** https://www.twilio.com/docs/studio/rest-api/v2/execution#execution-already-active-error */
function conflict({ message, executionSid }: ActiveExecutionError): RestError {
  return new RestError(409, 20409, message, { conflicting_execution_sid: executionSid });
}
