import Fastify from 'fastify';
import type { Control } from '../../../phone/book';
import { desk } from '../../../phone/desk/routes';
import type { Exchange } from '../../../phone/exchange/exchange';
import { ACCOUNT, TOKEN } from '../application';

/** The desk of an engine that runs: where telephones are plugged in. */
export async function startDesk(exchange: Exchange): Promise<Control & { stop(): Promise<void> }> {
  const app = Fastify({ forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.authorization !== 'Bearer secret') return reply.code(401).send();
  });
  void app.register(desk, { exchange, accountSid: ACCOUNT, authToken: TOKEN });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  running.push(() => app.close());
  return { url, token: 'secret', stop: () => app.close() };
}

const running: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(running.splice(0).map(stop => stop())));
