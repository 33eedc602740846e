import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { GatewayError } from '../errors';

/** Every error leaves in the shape of Twilio's API errors, and none tells more than its message. */
export const errorHandler = fp((app, _options, done) => {
  app.setErrorHandler(sendError);
  app.setNotFoundHandler((request, reply) => sendError(new GatewayError('route'), request, reply));
  done();
});

/** https://www.twilio.com/docs/api/errors/20001 */
const INVALID = 20001;

/** For what comes before any route, too, such as a URL that cannot be decoded. */
export function sendError(
  error: FastifyError | GatewayError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { statusCode: status = 500 } = error;
  if (status >= 500) request.log.error(error);
  const told = status >= 500 ? new GatewayError('internal') : error;
  const code = told instanceof GatewayError ? told.code : INVALID;
  const codes = code === undefined ? {} : { code, more_info: `https://www.twilio.com/docs/errors/${code}` };
  return reply.code(status).send({ ...codes, message: told.message, status });
}
