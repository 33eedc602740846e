import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance } from 'fastify';
import { orders } from './orders';
import { isSigned } from './signature';
import { weather } from './weather';

/** A small TwiML application, as those that people have behind their flows. */
export function buildApp(authToken: string): FastifyInstance {
  const app = fastify();
  void app.register(formbody);
  app.addHook('preHandler', async (request, reply) => {
    if (!isSigned(request, authToken)) return reply.code(403).send('Not signed by Twilio');
  });
  orders(app);
  weather(app);
  return app;
}
