import { WorkflowNotFoundError } from '@temporalio/client';
import type { JsonObject } from '../../flow/json';
import { heard } from '../../phone/record';
import { ACCOUNT, CONTACT, Engine, NUMBER, type Flow } from '../setup/engine';
import { newSid } from '../setup/sid';
import { startServer, type WebServer } from '../widgets/web-server';
import { flowOf, http, say, state } from './flows';

let engine: Engine;
/** Of somebody whom flows ask, and who answers with a redirect to a flow's webhook. */
let server: WebServer;
let location: string;
let victim: Flow;

beforeAll(async () => {
  engine = await Engine.start();
  server = await startServer((_asked, response) => void response.writeHead(307, { location }).end());
  victim = await engine.flow(flowOf(say('hello', 'Hello')));
});
afterAll(async () => {
  await engine.close();
  await server.close();
});

const asking: [string, () => JsonObject][] = [
  ['make-http-request (GET)', () => http('ask', 'GET', server.url, 'yes', 'no')],
  ['make-http-request (POST)', () => http('ask', 'POST', server.url, 'yes', 'no', 'a=b')],
  ['run-function', () => state('ask', 'run-function', { url: server.url }, { success: 'yes', fail: 'no' })],
  [
    'add-twiml-redirect',
    () =>
      state('ask', 'add-twiml-redirect', { url: server.url }, { return: 'yes', timeout: 'no', fail: 'no' }),
  ],
];

describe('a server that a flow asks', () => {
  it.each(asking)('starts no execution by redirecting %s to a webhook', async (_, ask) => {
    const callSid = newSid('CA');
    const call = { CallSid: callSid, CallStatus: 'ringing', From: CONTACT, To: NUMBER };
    // Another way to write the host is another address to whoever only compares texts.
    const gateway = engine.url.replace('127.0.0.1', 'localhost');
    location = `${gateway}/v1/Accounts/${ACCOUNT}/Flows/${victim.sid}?${new URLSearchParams(call).toString()}`;
    const flow = await engine.flow(flowOf(ask(), say('yes', 'It answered'), say('no', 'It refused')));
    expect(heard(await engine.call(flow))).toEqual(['It refused']);
    await expect(engine.execution(victim, callSid).handle.describe()).rejects.toThrow(WorkflowNotFoundError);
  });
});
