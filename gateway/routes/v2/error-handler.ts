import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { PageTokenError } from '../../../store/page-token';
import { NeedsWorkerError } from '../../../store/needs-worker';
import { isAway } from '../../../store/temporal-away';
import { EngineError } from '../../engine-error';
import { invalid, invalidPageToken, RestError, unavailable } from './rest-error';

/** Seconds after which a client may try again what could not be done now. */
const RETRY_AFTER = 1;

/** Every error in the shape of Twilio's, and none of ours in detail. */
export function sendRestError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const told = toRestError(error);
  const { statusCode: status, code, message, details } = told;
  if (status >= 500) request.log.error(error);
  if (status === 401) void reply.header('www-authenticate', 'Basic realm="Twilio API"');
  if (status === 429 || status === 503) void reply.header('retry-after', RETRY_AFTER);
  return reply.code(status).send({
    code,
    message,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
    ...(details && { details }),
  });
}

function toRestError(error: unknown): RestError {
  if (error instanceof RestError) return error;
  if (error instanceof NeedsWorkerError) return new RestError(503, 20503, error.message);
  if (error instanceof PageTokenError) return invalidPageToken();
  if (isPassing(error)) return unavailable();
  const { validation, validationContext, statusCode = 500, message } = error as FastifyError;
  const [flaw] = validation ?? [];
  if (flaw) return ofFlaw(flaw, validationContext);
  if (statusCode >= 500) return new RestError(500, 20500, 'An error occurred');
  return new RestError(statusCode, 20001, message);
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof EngineError)) return isAway(error);
  return error.fault === 'slow' || error.fault === 'unreachable';
}

type Flaw = NonNullable<FastifyError['validation']>[number];

function ofFlaw(
  { keyword, params, instancePath, message = 'is not valid' }: Flaw,
  where = 'body',
): RestError {
  if (keyword === 'required') {
    const place = where === 'body' ? 'post body' : 'query';
    return new RestError(
      400,
      20001,
      `Missing required parameter ${String(params['missingProperty'])} in the ${place}`,
    );
  }
  const [, parameter = 'body'] = instancePath.split('/');
  const allowed = params['allowedValues'];
  return invalid(parameter, Array.isArray(allowed) ? `must be one of ${allowed.join(', ')}` : message);
}
