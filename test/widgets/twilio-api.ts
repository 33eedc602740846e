import type { ServerResponse } from 'node:http';
import { createTwilioClients } from '../../activities/world/twilio-client';
import { Accounts } from '../../config/accounts';
import type { JsonObject } from '../../flow/json';
import type { World } from '../../widgets/widget';
import { accountSid } from './scope';
import { answer, startServer, type Asked } from './web-server';
import { authToken } from './world';

/** A request as the resources see it. */
export interface Wanted extends Asked {
  /** Method and path without query, such as `POST /v1/Interactions`. */
  what: string;
  query: Record<string, string>;
  /** Fields of the form; those that are repeated are joined by spaces. */
  form: Record<string, string>;
}

/** What becomes of one request, instead of an answer. */
export type Fate =
  /** Twilio does what it is asked, and the answer is lost. */
  | 'accepted, then dropped'
  /** The connection breaks before anything has happened. */
  | 'dropped'
  | { status: number; code?: number; message?: string; retryAfter?: number };

/** What one of Twilio's products does with a request; undefined: there is no such thing. */
export type Resources = (wanted: Wanted) => JsonObject | 'removed' | undefined;

/** A Twilio of our own, and the official client that the engine asks it with. */
export interface TwilioApi {
  asked: Wanted[];
  /** Only what was asked, without query and form. */
  log(): string[];
  /** The requests that were to make or change something. */
  posts(what?: RegExp): Wanted[];
  /** Of the next requests that fit, one after the other. Without it Twilio does what it is asked. */
  doom(what: RegExp, ...fates: Fate[]): void;
  twilio: World['twilio'];
  reset(): void;
  close(): Promise<void>;
}

export async function startTwilioApi(resources: Resources): Promise<TwilioApi> {
  const asked: Wanted[] = [];
  const dooms: { what: RegExp; fate: Fate }[] = [];
  const server = await startServer((request, response) => {
    const { method, url, body } = request;
    const { pathname, searchParams } = new URL(url);
    const what = `${method} ${pathname}`;
    const wanted = { ...request, what, query: fields(searchParams), form: fields(new URLSearchParams(body)) };
    asked.push(wanted);
    const index = dooms.findIndex(doom => doom.what.test(what));
    const [doom] = index < 0 ? [] : dooms.splice(index, 1);
    if (typeof doom?.fate === 'object') {
      refuse(response, doom.fate);
      return;
    }
    const found = doom?.fate === 'dropped' ? undefined : resources(wanted);
    if (doom) response.destroy();
    else if (found === 'removed') response.writeHead(204).end();
    else if (found === undefined)
      refuse(response, { status: 404, code: 20404, message: 'The requested resource was not found' });
    else json(response, method === 'POST' ? 201 : 200, found);
  });
  const accounts = new Accounts([{ sid: accountSid, tokens: [authToken] }]);
  const clients = createTwilioClients({ accounts, baseUrl: server.url });
  return {
    asked,
    log: () => asked.map(({ what }) => what),
    posts: (what = /./) => asked.filter(one => one.method === 'POST' && what.test(one.what)),
    doom: (what, ...fates) => void dooms.push(...fates.map(fate => ({ what, fate }))),
    twilio: () => clients.of(accountSid),
    reset: () => {
      for (const list of [asked, dooms]) list.length = 0;
    },
    close: async () => {
      await clients.close();
      await server.close();
    },
  };
}

function fields(params: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...params.keys()].map(name => [name, params.getAll(name).join(' ')]));
}

function refuse(response: ServerResponse, { retryAfter, ...error }: Exclude<Fate, string>): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  json(response, error.status, error);
}

function json(response: ServerResponse, status: number, body: object): void {
  answer(response, JSON.stringify(body), 'application/json', status);
}
