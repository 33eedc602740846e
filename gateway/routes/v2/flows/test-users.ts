import { Type, type Static } from '@sinclair/typebox';
import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import type { GatewayOptions } from '../../../app';
import { invalid, notFound } from '../rest-error';
import { errors, flowPath, FORM, TestUsers } from './schemas';

/** Bytes of one (https://www.twilio.com/docs/studio/rest-api/v2/test-user). */
const MAX_LENGTH = 300;

const Change = Type.Object({
  TestUsers: Type.Array(Type.String(), {
    maxItems: 1000,
    description:
      'Addresses of those who run drafts. They take the place of the present ones; an empty one is none.',
  }),
});

interface Route {
  Params: Static<typeof flowPath>;
}

/** https://www.twilio.com/docs/studio/rest-api/v2/test-user */
export const testUsers: FastifyPluginCallback<GatewayOptions> = (app, { flowStore }, done) => {
  const tags = ['Test users'];
  const response = { 200: TestUsers, ...errors };

  app.get<Route>(
    '/:Sid/TestUsers',
    { schema: { tags, summary: 'Read who runs drafts', params: flowPath, response } },
    async request => resource(request, await flowStore.testUsers(request.account.sid, request.params.Sid)),
  );

  app.post<Route & { Body: Static<typeof Change> }>(
    '/:Sid/TestUsers',
    {
      schema: {
        tags,
        summary: 'Say who runs drafts',
        params: flowPath,
        consumes: FORM,
        body: Change,
        response,
      },
    },
    async request => {
      const users = request.body.TestUsers.filter(Boolean);
      if (users.some(user => Buffer.byteLength(user) > MAX_LENGTH)) {
        throw invalid('TestUsers', `one has more than ${MAX_LENGTH} bytes`);
      }
      return resource(request, await flowStore.setTestUsers(request.account.sid, request.params.Sid, users));
    },
  );
  done();
};

function resource(request: FastifyRequest<Route>, users: readonly string[] | undefined): object {
  if (!users) throw notFound(request);
  const { Sid: sid } = request.params;
  return { sid, test_users: users, url: `${request.origin}/v2/Flows/${sid}/TestUsers` };
}
