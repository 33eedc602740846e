import formbody from '@fastify/formbody';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { ApiError, notFound } from './api-error';

/** Bodies are forms of a few kilobytes. */
const BODY_LIMIT = 64 * 1024;

/** An HTTP server that speaks as Twilio's REST API does; what it serves is registered by others. */
export function buildApp(): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // The 2010 API's paths end so, and a SID is then easily told from what follows it.
    rewriteUrl: ({ url = '/' }) => url.replace(/\.json(?=\?|$)/, ''),
  });
  void app.register(formbody);
  app.setNotFoundHandler(request => {
    throw notFound(pathOf(request));
  });
  app.setErrorHandler<FastifyError | ApiError>(async (error, request, reply) => {
    const { status, code, message, retryAfter } = asApiError(error, request);
    if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
    if (status === 401) void reply.header('www-authenticate', 'Basic realm="Twilio API"');
    return reply
      .status(status)
      .send({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
  });
  return app;
}

/** As it was asked for, without query. */
export function pathOf({ originalUrl }: FastifyRequest): string {
  return originalUrl.split('?', 1).join();
}

function asApiError(error: FastifyError | ApiError, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error;
  if (error.validation) return new ApiError(400, 20001, error.message);
  const status = error.statusCode ?? 500;
  return new ApiError(status, status >= 500 ? 20500 : 20001, `${pathOf(request)}: ${error.message}`);
}
