import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fp from 'fastify-plugin';

/** What a page of ours needs, and nothing from elsewhere; everything else that is served here is no page. */
const CONTENT_SECURITY_POLICY = {
  'default-src': "'none'",
  'connect-src': "'self'",
  'font-src': ["'self'", 'data:'],
  'img-src': ["'self'", 'data:'],
  'script-src': "'self'",
  // The user interface writes style attributes as it goes.
  'style-src': ["'self'", "'unsafe-inline'"],
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/**
 * The API as OpenAPI at `/documentation` (for people), `/documentation/json` and `/documentation/yaml`: made of the
 * schemas that requests are checked against. Routes without a tag are not in it. Must come before the routes.
 */
export const documentation = fp(async app => {
  await app.register(swagger, {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Studio engine',
        description:
          "Studio's REST API, version 2, and the webhooks of flows. The REST API asks for HTTP Basic authentication: " +
          'an account SID with its auth token, or an API key with its secret.',
        version: '2.0.0',
      },
      components: { securitySchemes: { account: { type: 'http', scheme: 'basic' } } },
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/documentation',
    staticCSP: CONTENT_SECURITY_POLICY,
    uiConfig: { deepLinking: true },
  });
});
