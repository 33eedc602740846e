import twilio, { type Twilio } from 'twilio';
import { request } from 'undici';
import type { Account } from '../../../config/accounts';
import type { JsonObject } from '../../../flow/json';
import type { Settings } from '../../../config/settings';
import { Engine } from '../../setup/engine';
import { hex } from '../../setup/sid';

/** One of a test's own: tests share a Temporal server, and lists tell of all that is there. */
export function account(more: Partial<Account> = {}): Account {
  return { sid: `AC${hex()}`, tokens: [hex()], ...more };
}

export function startRest(
  accounts: readonly Account[],
  more: { worker?: 'none'; settings?: Partial<Settings> } = {},
): Promise<Engine> {
  return Engine.start({ ...more, settings: { restRateLimit: 10_000, ...more.settings, accounts } });
}

/** Twilio's official client, told only of another host. */
export function client(url: string, user: string, password: string, accountSid?: string): Twilio {
  class OtherHost extends twilio.RequestClient {
    override request<Data>(options: Parameters<Twilio['httpClient']['request']>[0]) {
      const { pathname, search } = new URL(options.uri);
      const moved = { ...options, uri: url + pathname + search };
      return super.request<Data>(moved as typeof moved & { data?: Data });
    }
  }
  const options = { httpClient: new OtherHost(), ...(accountSid !== undefined && { accountSid }) };
  return twilio(user, password, options);
}

export function clientOf(url: string, { sid, tokens }: Account): Twilio {
  return client(url, sid, tokens[0]);
}

export interface Asked {
  method?: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'OPTIONS' | 'HEAD';
  account?: Account;
  form?: Record<string, string> | string;
  json?: unknown;
  /** JSON as a text, for what a program would not write. */
  text?: string;
  headers?: Record<string, string>;
}

/** A request as it is, for what the client does not show. */
export async function ask(
  url: string,
  { method = 'GET', account: by, form, json, text: given, headers = {} }: Asked = {},
) {
  const asJson = given ?? (json && JSON.stringify(json));
  const body = form === undefined ? asJson : new URLSearchParams(form).toString();
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  const answer = await request(url, {
    method,
    headers: {
      ...(by && { authorization: basic(by.sid, by.tokens[0]) }),
      ...(body !== undefined && { 'content-type': type }),
      ...headers,
    },
    ...(typeof body === 'string' && { body }),
  });
  const text = await answer.body.text();
  // To HEAD, the headers are those of a body that does not come.
  const isJson = text !== '' && String(answer.headers['content-type']).startsWith('application/json');
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text,
    body: (isJson ? JSON.parse(text) : {}) as JsonObject,
  };
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A flow that says something and ends. */
export function definition(say = 'hello'): JsonObject {
  return {
    description: 'A New Flow',
    states: [
      {
        name: 'Trigger',
        type: 'trigger',
        transitions: [{ event: 'incomingCall', next: 'say' }, { event: 'incomingRequest' }],
        properties: { offset: { x: 0, y: 0 } },
      },
      {
        name: 'say',
        type: 'say-play',
        transitions: [{ event: 'audioComplete' }],
        properties: { say, loop: 1, offset: { x: 0, y: 200 } },
      },
    ],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  };
}
