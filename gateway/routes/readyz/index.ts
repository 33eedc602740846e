import type { FastifyPluginCallback } from 'fastify';
import type { GatewayOptions } from '../../app';

/** Can calls be served: is Temporal reachable? */
export const readyz: FastifyPluginCallback<GatewayOptions> = (app, { engine }, done) => {
  app.get('/readyz', async (_request, reply) => {
    const temporal = await engine.reachable();
    return reply.code(temporal ? 200 : 503).send({ temporal: temporal ? 'ok' : 'unreachable' });
  });
  done();
};
