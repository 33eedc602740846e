import formbody from '@fastify/formbody';
import fp from 'fastify-plugin';

/** Twilio's usual body: application/x-www-form-urlencoded. */
export const formBody = fp(async app => {
  await app.register(formbody);
});
