import type { FastifyPluginCallback } from 'fastify';

/** Does the process run? */
export const healthz: FastifyPluginCallback = (app, _options, done) => {
  app.get('/healthz', () => ({ status: 'ok' }));
  done();
};
