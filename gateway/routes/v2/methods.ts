import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from './request-path';
import { notFound, RestError } from './rest-error';

/**
 * Serves HEAD wherever there is GET, and tells in `Allow` what a path takes: to OPTIONS, and with 405 where a request
 * has another method. Where nothing is served, it is 404. Must be called before the routes are added.
 */
export function serveMethods(app: FastifyInstance): void {
  const served = new Map<string, Set<string>>();
  app.addHook('onRoute', function (route) {
    const { method, url, routePath: path } = route;
    // That of browsers' questions takes every path.
    if (method === 'OPTIONS') return;
    served.set(url, (served.get(url) ?? new Set()).add(String(method)));
    if (method !== 'GET') return;
    const head = { ...route, method: 'HEAD', url: path, path } as const;
    this.route(head);
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'OPTIONS') void reply.header('allow', listOf(methodsOf(served, request)));
    done();
  });
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(served, request);
    if (methods.length === 0) throw notFound(request);
    void reply.header('allow', listOf(methods));
    throw new RestError(405, 20004, 'Method not allowed');
  });
}

function listOf(methods: readonly string[]): string {
  return [...methods, 'OPTIONS'].join(', ');
}

/** A path that is served as it stands is no other one's parameter. */
function methodsOf(served: ReadonlyMap<string, ReadonlySet<string>>, request: FastifyRequest): string[] {
  const path = pathOf(request);
  const own = served.get(path);
  if (own) return [...own];
  return [...served].flatMap(([pattern, methods]) => (matches(pattern, path) ? [...methods] : []));
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]))
  );
}
