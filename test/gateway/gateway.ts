import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { Client } from '@temporalio/client';
import { request } from 'undici';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { Accounts } from '../../config/accounts';
import { readSettings, type Settings } from '../../config/settings';
import { buildGateway } from '../../gateway/app';
import { Engine } from '../../gateway/engine';
import { Executions } from '../../gateway/executions';
import type { PublishedFlow } from '../../gateway/flows';
import { createLogger } from '../../gateway/logger';
import { FlowStore } from '../../store/flow-store';
import { TASK_QUEUE } from './temporal';

export const ACCOUNT = `AC${'a'.repeat(32)}`;
export const OTHER_ACCOUNT = `AC${'b'.repeat(32)}`;
export const TOKEN = 'secret-token-1';
export const SECOND_TOKEN = 'secret-token-2';
export const FLOW = `FW${'1'.repeat(32)}`;
/** Takes one call of a caller at a time. */
export const SINGLE_FLOW = `FW${'2'.repeat(32)}`;
export const DRAFT_FLOW = `FW${'3'.repeat(32)}`;
export const FOREIGN_FLOW = `FW${'4'.repeat(32)}`;
/** Published anew while calls are under way. */
export const CHANGING_FLOW = `FW${'5'.repeat(32)}`;

const flow = {
  accountSid: ACCOUNT,
  friendlyName: 'Reception',
  publishedRevision: 1,
  allowConcurrentCalls: true,
};
export const changingFlow: PublishedFlow = { ...flow };
const FLOWS: Record<string, PublishedFlow> = {
  [CHANGING_FLOW]: changingFlow,
  [FLOW]: flow,
  [SINGLE_FLOW]: { ...flow, allowConcurrentCalls: false },
  [DRAFT_FLOW]: { ...flow, publishedRevision: null },
  [FOREIGN_FLOW]: { ...flow, accountSid: OTHER_ACCOUNT },
};

export type Form = Record<string, string | string[]>;

export interface Send {
  account?: string;
  flow?: string;
  method?: 'GET' | 'POST';
  query?: string;
  form?: Form;
  json?: string;
  /** null: the request is not signed. */
  token?: string | null;
  /** Where Twilio believes to send it to. */
  origin?: string;
  headers?: Record<string, string>;
}

export interface Received {
  status: number;
  type: string;
  text: string;
  headers: Record<string, string | string[] | undefined>;
}

/** A gateway that listens, and a Twilio that sends it requests. */
export interface TestGateway {
  url: string;
  logs: string[];
  send: (send: Send) => Promise<Received>;
  get: (path: string) => Promise<Received>;
  close: () => Promise<void>;
}

export async function startTestGateway(
  client: Client,
  given: Partial<Settings> = {},
  patience?: number,
): Promise<TestGateway> {
  const settings = {
    ...readSettings({ TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: TOKEN, APOLOGY: 'Sorry & goodbye' }),
    ...given,
  };
  const accounts = new Accounts([
    { sid: ACCOUNT, tokens: [TOKEN, SECOND_TOKEN] },
    { sid: OTHER_ACCOUNT, tokens: ['other-token'] },
  ]);
  const logs: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logs.push(chunk.toString());
      done();
    },
  });
  const app = buildGateway({
    settings,
    accounts,
    engine: new Engine({ client, taskQueue: TASK_QUEUE, ...(patience !== undefined && { patience }) }),
    executions: new Executions(client, TASK_QUEUE),
    flows: {
      flow: flowSid => Promise.resolve(FLOWS[flowSid] && { head: FLOWS[flowSid], deleted: false }),
    },
    flowStore: new FlowStore(client, TASK_QUEUE),
    logger: createLogger('trace', stream),
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    logs,
    close: () => app.close(),
    get: path => receive(request(`${url}${path}`)),
    send: send => receive(asTwilio(url, settings.publicUrl, send)),
  };
}

function asTwilio(url: string, publicUrl: string | undefined, send: Send): ReturnType<typeof request> {
  const {
    account = ACCOUNT,
    flow: flowSid = FLOW,
    query = '',
    form = {},
    json,
    token = TOKEN,
    origin,
  } = send;
  const { method = 'POST' } = send;
  const fields = new URLSearchParams(
    Object.entries(form).flatMap(([name, value]): [string, string][] =>
      [value].flat().map(one => [name, one]),
    ),
  );
  const all = [query, method === 'GET' ? fields.toString() : ''].filter(Boolean).join('&');
  const path = `/v1/Accounts/${account}/Flows/${flowSid}${all && !all.startsWith('&') ? '?' : ''}${all}`;
  const signed = `${origin ?? publicUrl ?? url}${path}`;
  const params = method === 'GET' || json !== undefined ? {} : form;
  const body = json ?? fields.toString();
  return request(`${url}${path}`, {
    method,
    headers: {
      ...(method === 'POST' && {
        'content-type':
          json === undefined ? 'application/x-www-form-urlencoded; charset=UTF-8' : 'application/json',
      }),
      ...(token !== null && { 'x-twilio-signature': getExpectedTwilioSignature(token, signed, params) }),
      ...send.headers,
    },
    ...(method === 'POST' && { body }),
  });
}

async function receive(sent: ReturnType<typeof request>): Promise<Received> {
  const { statusCode, headers, body } = await sent;
  return { status: statusCode, type: String(headers['content-type']), text: await body.text(), headers };
}

let calls = 0;

/** Parameters of a call's first request. */
export function ringing(given: Record<string, string> = {}): Record<string, string> {
  calls += 1;
  return {
    CallSid: `CA${process.pid}${Date.now()}${calls}`.padEnd(34, 'x'),
    AccountSid: ACCOUNT,
    From: '+15550001111',
    To: '+15552223333',
    CallStatus: 'ringing',
    Direction: 'inbound',
    ApiVersion: '2010-04-01',
    ...given,
  };
}
