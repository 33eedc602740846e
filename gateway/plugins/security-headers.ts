import helmet from '@fastify/helmet';
import fp from 'fastify-plugin';

/** Nothing that is served here is a page: a browser shall run and frame none of it. */
export const securityHeaders = fp(async app => {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
  });
});
