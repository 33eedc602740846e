import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '../../../flow/json';
import { pathOf } from './request-path';

/** A request of the REST API that is refused (https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions). */
export class RestError extends Error {
  override readonly name = 'RestError';

  constructor(
    /** Of HTTP. */
    readonly statusCode: number,
    /** https://www.twilio.com/docs/api/errors */
    readonly code: number,
    message: string,
    /** What a program can make use of. */
    readonly details?: JsonObject,
  ) {
    super(message);
  }
}

/** There is no such thing, or it is another account's: nobody can tell which. */
export function notFound(request: FastifyRequest): RestError {
  return new RestError(404, 20404, `The requested resource ${resourceOf(request)} was not found`);
}

/** A parameter is there, and is not what it must be. */
export function invalid(parameter: string, why: string): RestError {
  return new RestError(400, 20001, `Invalid parameter ${parameter}: ${why}`);
}

export function invalidPageToken(): RestError {
  return invalid('PageToken', 'follow next_page_url or previous_page_url as they are');
}

/** Temporal, or a worker, has not answered: the same may go well later. */
export function unavailable(): RestError {
  return new RestError(503, 20503, 'Service unavailable. The engine has not answered, try again later.');
}

/** The path as Twilio names it in messages: without the version of the API. */
function resourceOf(request: FastifyRequest): string {
  return pathOf(request).replace(/^\/v2(?=\/)/, '');
}
