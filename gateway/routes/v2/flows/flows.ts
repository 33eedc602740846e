import { Type, type Static } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import type { GatewayOptions } from '../../../app';
import { pageQuery, sendPage } from '../paging';
import { notFound } from '../rest-error';
import { fields } from './fields';
import { readDefinition, readSettings } from './read-definition';
import { flowResource } from './resources';
import { errors, Flow, flowPath, FORM, listOf } from './schemas';

const NewFlow = Type.Object(fields);
const Change = Type.Object({
  ...fields,
  FriendlyName: Type.Optional(fields.FriendlyName),
  Definition: Type.Optional(fields.Definition),
});

interface One {
  Params: Static<typeof flowPath>;
}

/** https://www.twilio.com/docs/studio/rest-api/v2/flow */
export const flows: FastifyPluginCallback<GatewayOptions> = (app, { flowStore }, done) => {
  const tags = ['Flows'];
  const found = { 200: Flow, ...errors };

  app.get(
    '',
    {
      schema: {
        tags,
        summary: 'List the flows, newest first',
        querystring: Type.Object(pageQuery),
        response: { 200: listOf('flows', Flow), ...errors },
      },
    },
    request =>
      sendPage(
        request,
        'flows',
        page => flowStore.list(request.account.sid, page),
        flow => flowResource(request, flow),
      ),
  );

  app.post<{ Body: Static<typeof NewFlow> }>(
    '',
    {
      schema: {
        tags,
        summary: 'Create a flow',
        consumes: FORM,
        body: NewFlow,
        response: { 201: Flow, ...errors },
      },
    },
    async (request, reply) => {
      const { FriendlyName: friendlyName, Status: status } = request.body;
      const accountSid = request.account.sid;
      const extras = extrasOf(request.body);
      const definition = await readDefinition(flowStore, { accountSid }, request.body.Definition);
      const flow = await flowStore.create({ accountSid, friendlyName, status, definition, ...extras });
      return reply.code(201).send(flowResource(request, flow));
    },
  );

  app.get<One>(
    '/:Sid',
    { schema: { tags, summary: 'Read a flow in its latest revision', params: flowPath, response: found } },
    async request => {
      const flow = await flowStore.read(request.account.sid, request.params.Sid);
      if (!flow) throw notFound(request);
      return flowResource(request, flow);
    },
  );

  app.post<One & { Body: Static<typeof Change> }>(
    '/:Sid',
    {
      schema: {
        tags,
        summary: 'Save a revision of a flow, or publish it',
        params: flowPath,
        consumes: FORM,
        body: Change,
        response: found,
      },
    },
    async request => {
      const { Status: status, FriendlyName: friendlyName, Definition: given } = request.body;
      const accountSid = request.account.sid;
      const flowSid = request.params.Sid;
      const extras = extrasOf(request.body);
      const flow = await flowStore.save(accountSid, flowSid, {
        status,
        ...(friendlyName !== undefined && { friendlyName }),
        ...(given !== undefined && {
          definition: await readDefinition(flowStore, { accountSid, flowSid }, given),
        }),
        ...extras,
      });
      if (!flow) throw notFound(request);
      return flowResource(request, flow);
    },
  );

  app.delete<One>(
    '/:Sid',
    {
      schema: {
        tags,
        summary: 'Delete a flow, its revisions, and its executions as they end',
        params: flowPath,
        response: { 204: Type.Null(), ...errors },
      },
    },
    async (request, reply) => {
      if (!(await flowStore.delete(request.account.sid, request.params.Sid))) throw notFound(request);
      return reply.code(204).send();
    },
  );
  done();
};

function extrasOf({ CommitMessage: commitMessage, Settings }: Static<typeof Change>) {
  return {
    ...(commitMessage !== undefined && { commitMessage }),
    ...(Settings !== undefined && { settings: readSettings(Settings) }),
  };
}
