import type { FastifyPluginAsync } from 'fastify';
import type { GatewayOptions } from '../../../../app';
import { create } from './create';
import { endMany } from './end-many';
import { executions } from './executions';
import { steps } from './steps';

/** `/v2/Flows/{FlowSid}/Executions` and everything below it. */
export const executionRoutes: FastifyPluginAsync<GatewayOptions> = async (app, options) => {
  for (const routes of [create, executions, steps, endMany]) {
    await app.register(routes, { ...options, prefix: '' });
  }
};
