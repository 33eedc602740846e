import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from './request-path';
import { notFound, RestError } from './rest-error';

/**
 * What a request that no route takes is refused with: 405 where the same path is served by another method, 404
 * otherwise. Must be called before the routes are added.
 */
export function refusals(app: FastifyInstance): (request: FastifyRequest) => RestError {
  const paths = new Set<string>();
  app.addHook('onRoute', ({ url, method }) => {
    if (method !== 'OPTIONS') paths.add(url);
  });
  return request => {
    const path = pathOf(request);
    const served = [...paths].some(pattern => matches(pattern, path));
    return served ? new RestError(405, 20004, 'Method not allowed') : notFound(request);
  };
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]))
  );
}
