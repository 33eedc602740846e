import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Client } from '@temporalio/client';
import fastify from 'fastify';
import { isObject } from '../../flow/json';
import type { Control } from '../../phone/book';
import { desk } from '../../phone/desk/routes';
import type { Exchange } from '../../phone/exchange/exchange';
import { saveFlow } from '../../store/save-flow';
import { validateDefinition } from '../../widgets/validate';

const MAX_BYTES = 4 * 1024 * 1024;

export interface ControlOptions {
  client: Client;
  taskQueue: string;
  accountSid: string;
  authToken: string;
  /** The Twilio of this machine, where the engine calls it: telephones can be plugged in then. */
  exchange: Exchange | undefined;
}

export interface RunningControl extends Control {
  close: () => Promise<void>;
}

/**
 * Takes flow files from the phone: `POST /flows` with a definition publishes it under a SID made of its content,
 * and answers with that SID; and telephones, where there is an exchange for them. On this machine only, and only with the token.
 */
export async function startControl({
  client,
  taskQueue,
  accountSid,
  authToken,
  exchange,
}: ControlOptions): Promise<RunningControl> {
  const token = randomBytes(32).toString('hex');
  const app = fastify({ bodyLimit: MAX_BYTES, forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    if (!isToken(request.headers.authorization, token))
      return reply.code(401).send({ message: 'Wrong token' });
  });
  app.post('/flows', async (request, reply) => {
    const definition = request.body;
    const flowSid = `FW${createHash('md5').update(JSON.stringify(definition)).digest('hex')}`;
    const errors = validateDefinition(definition, { flowSid });
    if (errors.length > 0 || !isObject(definition)) {
      // In the shape of Twilio's API: https://www.twilio.com/docs/api/errors/81022
      return reply
        .code(400)
        .send({ code: 81022, message: 'Flow definition validation failed', details: { errors } });
    }
    const { description } = definition;
    const friendlyName = typeof description === 'string' && description ? description : flowSid;
    await saveFlow(client, taskQueue, { accountSid, flowSid, friendlyName, status: 'published', definition });
    return { flowSid };
  });
  if (exchange) void app.register(desk, { exchange, accountSid, authToken });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, token, close: () => app.close() };
}

function isToken(header: string | undefined, token: string): boolean {
  const [given, expected] = [header ?? '', `Bearer ${token}`].map(text =>
    createHash('sha256').update(text).digest(),
  );
  return given !== undefined && expected !== undefined && timingSafeEqual(given, expected);
}
