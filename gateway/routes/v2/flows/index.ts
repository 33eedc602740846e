import type { FastifyPluginCallback } from 'fastify';
import type { GatewayOptions } from '../../../app';

/** `/v2/Flows` and everything below it. */
export const flowRoutes: FastifyPluginCallback<GatewayOptions> = (_app, _options, done) => {
  done();
};
