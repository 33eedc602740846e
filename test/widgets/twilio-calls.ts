import type { ServerResponse } from 'node:http';
import { createTwilioClients } from '../../activities/world/twilio-client';
import { Accounts } from '../../config/accounts';
import type { JsonObject } from '../../flow/json';
import type { World } from '../../widgets/widget';
import { accountSid } from './scope';
import { answer, startServer, type Asked } from './web-server';
import { authToken } from './world';

/** What becomes of a request that changes something; those that only look are always answered. */
export type Fate =
  /** Twilio does what it is asked, and the answer is lost. */
  | 'accepted, then dropped'
  /** The connection breaks before anything has happened. */
  | 'dropped'
  | { status: number; code?: number; message?: string; retryAfter?: number };

/** A Twilio that keeps calls and recordings, as its API shows them; the newest stand first. */
export interface TwilioCalls {
  calls: JsonObject[];
  recordings: JsonObject[];
  /** Of the requests to come, in order. Without one Twilio does what it is asked. */
  fates: Fate[];
  asked: Asked[];
  /** The requests that were to change something. */
  posts(): { path: string; form: URLSearchParams }[];
  /** The official client, as the engine makes it. */
  client: World['twilio'];
  close(): Promise<void>;
}

export async function startTwilioCalls(): Promise<TwilioCalls> {
  const calls: JsonObject[] = [];
  const recordings: JsonObject[] = [];
  const fates: Fate[] = [];

  const server = await startServer((asked, response) => {
    if (asked.method === 'GET') answerJson(response, 200, listed(asked));
    else meet(fates.shift() ?? 'accepted', asked, response);
  });
  const accounts = new Accounts([{ sid: accountSid, tokens: [authToken] }]);
  const clients = createTwilioClients({ accounts, baseUrl: server.url });

  function listed({ url, path }: Asked): JsonObject {
    const { searchParams } = new URL(url);
    if (path.includes('/Recordings.json')) return { recordings };
    const [to, from] = [searchParams.get('To'), searchParams.get('From')];
    return { calls: calls.filter(call => call['to'] === to && call['from'] === from) };
  }

  function meet(fate: Fate | 'accepted', asked: Asked, response: ServerResponse): void {
    if (typeof fate === 'object') refuse(response, fate);
    else if (fate === 'dropped') response.destroy();
    else {
      const resource = change(asked.path, new URLSearchParams(asked.body));
      if (fate !== 'accepted') response.destroy();
      else if (resource) answerJson(response, 201, resource);
      else refuse(response, { status: 404, code: 20404, message: 'The requested resource was not found' });
    }
  }

  function change(path: string, form: URLSearchParams): JsonObject | undefined {
    if (path.endsWith('/Calls.json')) return added(calls, callResource(calls.length + 1, form));
    if (path.endsWith('/Recordings.json')) return added(recordings, recordingResource(recordings.length + 1));
    const running = recordings.find(({ status }) => status === 'in-progress');
    return running && Object.assign(running, { status: form.get('Status'), date_updated: now() });
  }

  return {
    calls,
    recordings,
    fates,
    asked: server.asked,
    posts: () =>
      server.asked
        .filter(({ method }) => method === 'POST')
        .map(({ path, body }) => ({ path, form: new URLSearchParams(body) })),
    client: () => clients.of(accountSid),
    close: async () => {
      await clients.close();
      await server.close();
    },
  };
}

/** https://www.twilio.com/docs/voice/api/call-resource#call-properties */
export function callResource(number: number, form: URLSearchParams, others: JsonObject = {}): JsonObject {
  return {
    sid: `CA${String(number).padStart(32, '0')}`,
    account_sid: accountSid,
    to: form.get('To'),
    from: form.get('From'),
    status: 'queued',
    direction: 'outbound-api',
    date_created: now(),
    queue_time: '0',
    ...others,
  };
}

/** https://www.twilio.com/docs/voice/api/recording#recording-properties */
export function recordingResource(number: number, others: JsonObject = {}): JsonObject {
  const sid = `RE${String(number).padStart(32, '0')}`;
  return {
    sid,
    account_sid: accountSid,
    call_sid: `CA${'0'.repeat(32)}`,
    status: 'in-progress',
    source: 'StartCallRecordingAPI',
    channels: 2,
    duration: null,
    start_time: now(),
    date_created: now(),
    date_updated: now(),
    error_code: null,
    price: null,
    price_unit: 'USD',
    uri: `/2010-04-01/Accounts/${accountSid}/Recordings/${sid}.json`,
    ...others,
  };
}

/** As Twilio writes times: RFC 2822, without fractions of a second. */
export function now(millisecondsAgo = 0): string {
  return new Date(Date.now() - millisecondsAgo).toUTCString().replace('GMT', '+0000');
}

function added(list: JsonObject[], resource: JsonObject): JsonObject {
  list.unshift(resource);
  return resource;
}

function refuse(response: ServerResponse, { retryAfter, ...error }: Exclude<Fate, string>): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  answerJson(response, error.status, error);
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  answer(response, JSON.stringify(body), 'application/json', status);
}
