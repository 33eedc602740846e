import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Accounts } from '../config/accounts';
import type { Settings } from '../config/settings';
import type { FlowStore } from '../store/flow-store';
import type { Engine } from './engine';
import type { Executions } from './executions';
import type { Flows } from './flows';
import { createLogger } from './logger';
import { accessLog } from './plugins/access-log';
import { documentation } from './plugins/documentation';
import { drain } from './plugins/drain';
import { errorHandler, sendError } from './plugins/error-handler';
import { formBody } from './plugins/form-body';
import { metrics } from './plugins/metrics';
import { rateLimit } from './plugins/rate-limit';
import { securityHeaders } from './plugins/security-headers';
import { rewriteUrl } from './rewrite-url';
import { healthz } from './routes/healthz';
import { metricsRoute } from './routes/metrics';
import { readyz } from './routes/readyz';
import { flowWebhook } from './routes/v1/accounts/flows';
import { restApi } from './routes/v2';

export interface GatewayOptions {
  settings: Settings;
  accounts: Accounts;
  engine: Engine;
  executions: Executions;
  flows: Flows;
  flowStore: FlowStore;
  logger?: FastifyBaseLogger;
}

/** Bytes. TwiML itself has no more (https://www.twilio.com/docs/api/errors/11750). */
const BODY_LIMIT = 64 * 1024;
/** Milliseconds in which a whole request must have come in. */
const REQUEST_TIMEOUT = 10_000;

/** Webhooks in, TwiML out. Keeps nothing: any number of gateways can stand side by side. */
export function buildGateway(options: GatewayOptions): FastifyInstance {
  const { settings, logger } = options;
  const app = Fastify({
    loggerInstance: logger ?? (createLogger(settings.logLevel) as FastifyBaseLogger),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: settings.trustProxy,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    rewriteUrl,
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
    exposeHeadRoutes: false,
    // A caller whose request comes in while we close is served, not sent away.
    return503OnClosing: false,
  });
  const plugins = [
    errorHandler,
    accessLog,
    metrics,
    drain,
    securityHeaders,
    rateLimit,
    formBody,
    documentation,
  ];
  for (const plugin of plugins) void app.register(plugin);
  for (const routes of [healthz, readyz, metricsRoute, flowWebhook]) void app.register(routes, options);
  void app.register(restApi, { ...options, prefix: '/v2' });
  return app;
}
