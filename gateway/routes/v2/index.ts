import cors from '@fastify/cors';
import type { FastifyPluginAsync } from 'fastify';
import type { Account } from '../../../config/accounts';
import type { GatewayOptions } from '../../app';
import { isHost, originOf } from '../../origin';
import { authenticate } from './authenticate';
import { takeBodies } from './bodies';
import { sendRestError } from './error-handler';
import { flowRoutes } from './flows';
import { serveMethods } from './methods';
import { RestError } from './rest-error';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose credentials the request has; of the REST API only. */
    account: Account;
    /** Where the REST API's own URLs begin. */
    origin: string;
  }
}

/** Bytes: definitions have up to 1 MB, and more as a form is encoded. */
const BODY_LIMIT = 4 * 1024 * 1024;

/** Studio's REST API, version 2 (https://www.twilio.com/docs/studio/rest-api/v2); to be registered at `/v2`. */
export const restApi: FastifyPluginAsync<GatewayOptions> = async (app, options) => {
  const { settings, accounts, engine } = options;
  const limitRate = app.createRateLimit({
    max: settings.restRateLimit,
    timeWindow: 1000,
    keyGenerator: ({ account }) => account.sid,
  });
  app.setErrorHandler(sendRestError);
  takeBodies(app);
  serveMethods(app);
  // Before anybody is asked who they are: a browser asks for leave without saying so. Whoever else asks for the methods
  // that there are is answered the same.
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'POST', 'DELETE'],
    maxAge: 600,
    strictPreflight: false,
  });

  app.decorateRequest('account');
  app.decorateRequest('origin');
  app.addHook('onRequest', async request => {
    request.account = authenticate(accounts, request);
    if (settings.publicUrl === undefined && !isHost(request.host)) {
      throw new RestError(400, 20001, 'The Host header names no host');
    }
    request.origin = originOf(settings, request);
    const rate = await limitRate(request);
    if (!rate.isAllowed && rate.isExceeded) throw new RestError(429, 20429, 'Too Many Requests');
  });
  app.addHook('onRoute', route => {
    const { handler, schema } = route;
    route.bodyLimit = BODY_LIMIT;
    if (schema) schema.security = [{ account: [] }];
    route.handler = function (request, reply) {
      return engine.within(() => Promise.resolve(handler.call(this, request, reply)));
    };
  });
  await app.register(flowRoutes, { ...options, prefix: '/Flows' });
};
