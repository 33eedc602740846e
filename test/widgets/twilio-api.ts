import { createTwilioClients } from '../../activities/world/twilio-client';
import { Accounts } from '../../config/accounts';
import type { JsonObject } from '../../flow/json';
import type { World } from '../../widgets/widget';
import { accountSid } from './scope';
import { answer, startServer } from './web-server';
import { authToken } from './world';

/** A request as the resources see it. */
export interface Wanted {
  /** Method and path, such as `POST /v1/Interactions`. */
  what: string;
  query: Record<string, string>;
  /** Fields of the form; those that are repeated are joined by spaces. */
  form: Record<string, string>;
}

/** What becomes of one request, instead of an answer. */
export type Fate =
  /** Twilio does what it is asked, and the answer is lost. */
  'accepted, then dropped' | { status: number; code: number; message: string };

/** What one of Twilio's products does with a request; undefined: there is no such thing. */
export type Resources = (wanted: Wanted) => JsonObject | 'removed' | undefined;

/** A Twilio of our own, and the official client that the engine asks it with. */
export interface TwilioApi {
  asked: Wanted[];
  /** Only what was asked, without query and form. */
  log(): string[];
  /** Of the next request that fits. */
  doom(what: RegExp, fate: Fate): void;
  twilio: World['twilio'];
  reset(): void;
  close(): Promise<void>;
}

export async function startTwilioApi(resources: Resources): Promise<TwilioApi> {
  const asked: Wanted[] = [];
  const dooms: { what: RegExp; fate: Fate }[] = [];
  const server = await startServer(({ method, url, body }, response) => {
    const { pathname, searchParams } = new URL(url);
    const wanted = {
      what: `${method} ${pathname}`,
      query: fields(searchParams),
      form: fields(new URLSearchParams(body)),
    };
    asked.push(wanted);
    const index = dooms.findIndex(({ what }) => what.test(wanted.what));
    const [doom] = index < 0 ? [] : dooms.splice(index, 1);
    const json = (status: number, said: object): void =>
      answer(response, JSON.stringify(said), 'application/json', status);
    if (typeof doom?.fate === 'object') {
      json(doom.fate.status, doom.fate);
      return;
    }
    const found = resources(wanted);
    if (doom) response.destroy();
    else if (found === 'removed') response.writeHead(204).end();
    else if (found === undefined)
      json(404, { status: 404, code: 20404, message: `${pathname} was not found` });
    else json(method === 'POST' ? 201 : 200, found);
  });
  const accounts = new Accounts([{ sid: accountSid, tokens: [authToken] }]);
  const clients = createTwilioClients({ accounts, baseUrl: server.url });
  return {
    asked,
    log: () => asked.map(({ what }) => what),
    doom: (what, fate) => void dooms.push({ what, fate }),
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
