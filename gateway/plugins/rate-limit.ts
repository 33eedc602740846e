import limiter from '@fastify/rate-limit';
import fp from 'fastify-plugin';

/** Routes ask for their own limits. */
export const rateLimit = fp(async app => {
  await app.register(limiter, { global: false });
});
