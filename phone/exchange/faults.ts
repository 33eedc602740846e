import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from './api-error';
import { pathOf } from './app';
import type { FaultOf } from './fault';

/** Lets requests go wrong as a test wants it. */
export function goWrong(app: FastifyInstance, faultOf: FaultOf): void {
  const toDrop = new WeakSet<FastifyRequest>();

  app.addHook('preHandler', async (request, reply) => {
    const fault = await faultOf({ method: request.method, path: pathOf(request), params: paramsOf(request) });
    if (fault === 'accept-and-drop') toDrop.add(request);
    else if (fault === 'drop' || fault === 'hang') {
      reply.hijack();
      if (fault === 'drop') request.raw.socket.destroy();
    } else if (fault) throw new ApiError(fault.status, fault.code, fault.message, fault.retryAfter);
  });

  app.addHook('onSend', async (request, reply) => {
    if (!toDrop.has(request)) return;
    reply.hijack();
    request.raw.socket.destroy();
  });
}

function paramsOf({ query, body }: FastifyRequest): Record<string, string> {
  const given = { ...(query as object), ...(body as object | undefined) };
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, String([value].flat().at(-1))]),
  );
}
