import fp from 'fastify-plugin';
import { Metrics } from '../metrics';

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Metrics;
  }
}

/** Measures every request. */
export const metrics = fp((app, _options, done) => {
  const counted = new Metrics();
  app.decorate('metrics', counted);
  app.addHook('onResponse', (request, reply, next) => {
    const { kind = '', outcome = `${Math.floor(reply.statusCode / 100)}xx` } = request.note;
    const route = request.routeOptions.url ?? 'none';
    counted.requests.observe({ route, kind, outcome }, reply.elapsedTime / 1000);
    next();
  });
  app.addHook('onClose', (_app, next) => {
    counted.registry.clear();
    next();
  });
  done();
});
