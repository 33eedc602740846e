import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isObject, type Json } from '../../../flow/json';
import { invalid } from './rest-error';

/** Takes bodies as programs write them: forms, JSON that says the same, and none at all. */
export function takeBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain');
  const parse = app.getDefaultJsonParser('error', 'error');
  // One that comes in chunks is seen to be empty only here.
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text === '') done(null, {});
    else void parse(request, text, done);
  });
  // Clients name a type as they always do, with a DELETE, too.
  app.addHook('onRequest', (request, _reply, done) => {
    if (isBodyless(request)) request.headers = { 'content-type': undefined };
    done();
  });
  // No body at all is an empty one: what is missing in it is told by name.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.method === 'POST' && !request.is404) request.body = asForm(request.body ?? {});
    done();
  });
}

function isBodyless({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
}

/**
 * JSON says what a form can say: null is not given, and true is the word. As they are, the validation would take null
 * for 0 or an empty text, and false for 0: a filter that nobody has set.
 */
function asForm(body: unknown): unknown {
  if (!isObject(body)) return body;
  const given = Object.entries(body).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, field(name, value)]));
}

function field(name: string, value: Json): Json {
  if (!Array.isArray(value)) return word(value);
  if (value.every(item => typeof item !== 'object')) return value.map(word);
  throw invalid(name, 'must not be a list of other things than texts');
}

function word(value: Json): Json {
  return typeof value === 'boolean' ? String(value) : value;
}
