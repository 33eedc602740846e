import type { FastifyPluginCallback } from 'fastify';

/** For Prometheus. */
export const metricsRoute: FastifyPluginCallback = (app, _options, done) => {
  app.get('/metrics', async (_request, reply) => {
    const { registry } = app.metrics;
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  done();
};
