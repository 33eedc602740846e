import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { type Static, Type } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import type { Exchange } from '../exchange/exchange';
import { Mailbox } from './mailbox';
import { type Down, Up, Written } from './protocol';
import { Telephone } from './telephone';

const Attach = Type.Object({
  address: Type.Array(Type.String(), { minItems: 1 }),
  realTime: Type.Boolean({ default: false }),
});

export interface DeskOptions {
  exchange: Exchange;
  accountSid: string;
  authToken: string;
}

/**
 * Where telephones in other processes are plugged in. `GET /telephones?address=+1…` attaches one for as long as it
 * reads the answer, a `Down` a line; `POST /telephones/:id` takes an `Up`. `POST /messages` takes down what somebody has
 * written; the number's webhook is asked by the telephone. Whoever serves this asks for a token.
 */
export const desk: FastifyPluginCallback<DeskOptions> = (app, { exchange, accountSid, authToken }, done) => {
  const telephones = new Map<string, Telephone>();
  const mailbox = new Mailbox();
  app.addHook('onClose', exchange.attach('*', { message: message => mailbox.keep(message) }));

  app.get<{ Querystring: Static<typeof Attach> }>(
    '/telephones',
    { schema: { querystring: Attach } },
    (request, reply) => {
      const { address: addresses, realTime } = request.query;
      const wire = new PassThrough();
      const send = (down: Down): void => void wire.write(`${JSON.stringify(down)}\n`);
      const telephone = new Telephone({ exchange, accountSid, authToken, realTime, send });
      const id = randomUUID();
      telephones.set(id, telephone);
      send({ kind: 'attached', id });
      for (const message of mailbox.take(addresses)) send({ kind: 'message', message, earlier: true });
      const detach = addresses.map(address => exchange.attach(address, telephone.device));
      reply.raw.once('close', () => {
        telephones.delete(id);
        for (const each of detach) each();
        telephone.gone();
      });
      return reply.type('application/x-ndjson').send(wire);
    },
  );

  app.post<{ Params: { id: string }; Body: Up }>(
    '/telephones/:id',
    { schema: { body: Up } },
    (request, reply) => {
      const telephone = telephones.get(request.params.id);
      if (!telephone) return reply.code(404).send({ message: 'no such telephone' });
      telephone.take(request.body);
      return reply.code(204).send();
    },
  );

  app.post<{ Body: Written }>('/messages', { schema: { body: Written } }, request => {
    const { sid, conversationSid } = exchange.receive(request.body);
    return { sid, conversationSid };
  });
  done();
};
