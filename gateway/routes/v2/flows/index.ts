import type { FastifyPluginAsync } from 'fastify';
import { isSid } from '../../../../config/accounts';
import type { GatewayOptions } from '../../../app';
import { notFound } from '../rest-error';
import { flows } from './flows';
import { executionRoutes } from './executions';
import { revisions } from './revisions';
import { testUsers } from './test-users';
import { validation } from './validation';

/** `/v2/Flows` and everything below it. */
export const flowRoutes: FastifyPluginAsync<GatewayOptions> = async (app, options) => {
  // What is no SID is nobody's, and nobody is asked for it.
  app.addHook('preHandler', (request, _reply, done) => {
    const { Sid, FlowSid = Sid } = request.params as { Sid?: string; FlowSid?: string };
    done(FlowSid === undefined || isSid('FW', FlowSid) ? undefined : notFound(request));
  });
  for (const routes of [flows, validation, revisions, testUsers, executionRoutes]) {
    await app.register(routes, { ...options, prefix: '' });
  }
};
