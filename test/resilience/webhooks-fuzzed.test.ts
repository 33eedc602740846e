import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { request, type Dispatcher } from 'undici';
import { ACCOUNT, Engine, TOKEN, type Flow } from './engine';
import { flowOf, gather, say, state } from './flows';

let engine: Engine;
let flow: Flow;
let sealedOff: Flow;

beforeAll(async () => {
  engine = await Engine.start();
  const make = (): Promise<Flow> =>
    engine.flow(
      flowOf(
        gather('ask', 'Key?', 'again'),
        state('again', 'split-based-on', { input: '{{widgets.ask | to_json}}' }, { noMatch: 'ask' }),
      ),
    );
  [flow, sealedOff] = await Promise.all([make(), make()]);
}, 60_000);
afterAll(() => engine.close());

const names = [
  ...[
    'CallSid',
    'CallStatus',
    'From',
    'To',
    'AccountSid',
    'Digits',
    'SpeechResult',
    'MessageSid',
    'SmsStatus',
  ],
  ...[
    'FlowEvent',
    'FlowStep',
    'FlowTarget',
    'FlowWait',
    'FlowWaits',
    'FlowParams',
    'Trigger',
    'ConversationSid',
  ],
  ...[
    'CallbackSource',
    'MessageStatus',
    'Body',
    '__proto__',
    'constructor',
    'bodySHA256',
    'CallToken',
    'AddOns',
  ],
];
const values = [
  ...[
    `CA${'1'.repeat(32)}`,
    `CA${'2'.repeat(32)}`,
    `SM${'1'.repeat(32)}`,
    `CH${'1'.repeat(32)}`,
    ACCOUNT,
    '+15551110001',
  ],
  ...[
    'ringing',
    'in-progress',
    'completed',
    'incomingCall',
    'keypress',
    'timeout',
    'return',
    '1',
    '-1',
    '999999999',
  ],
  ...[
    '',
    '{}',
    '{{trigger}}',
    '\u0000',
    '\ud800',
    '🙂',
    'x'.repeat(400),
    '<Response/>',
    'sealed.v1.AAAA',
    '__proto__',
  ],
];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...values) },
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const pairs = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 10 })), text), {
  maxLength: 12,
});
/** Enough of a call to be taken for one. */
const call = pairs.map((more): [string, string][] => [
  ['CallSid', `CA${'3'.repeat(32)}`],
  ['From', '+15551110001'],
  ['To', '+15552220002'],
  ['CallStatus', 'ringing'],
  ...more,
]);

const webhook = fc.record({
  method: fc.constantFrom<Dispatcher.HttpMethod>(
    'GET',
    'POST',
    'POST',
    'POST',
    'PUT',
    'HEAD',
    'DELETE',
    'OPTIONS',
  ),
  path: fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    fc.constantFrom(
      '/',
      '/..',
      '%2F',
      '%',
      '/%00',
      ':1',
      '?',
      '??FlowEvent=return',
      '&FlowEvent=x',
      '/extra',
      '%ff',
    ),
  ),
  query: fc.oneof(pairs, call),
  form: fc.oneof(pairs, call),
  kind: fc.constantFrom('form', 'form', 'json', 'text', 'xml', 'multipart', 'none', 'garbage'),
  json: fc.oneof(
    fc.json(),
    fc.string(),
    fc.dictionary(fc.constantFrom(...names), fc.jsonValue()).map(value => JSON.stringify(value)),
  ),
  token: fc.option(fc.oneof(text, fc.string({ maxLength: 300 }))),
});
type Webhook = typeof webhook extends fc.Arbitrary<infer Value> ? Value : never;

const types: Record<string, string> = {
  form: 'application/x-www-form-urlencoded; charset=UTF-8',
  json: 'application/json',
  text: 'text/plain',
  xml: 'text/xml',
  multipart: 'multipart/form-data; boundary=x',
  garbage: ';;;',
};

async function send(
  to: Flow,
  { method, path, query, form, kind, json, token }: Webhook,
  signed: boolean,
): Promise<number> {
  const bodied = method !== 'GET' && method !== 'HEAD';
  const body = kind === 'form' ? new URLSearchParams(form).toString() : json;
  const search = new URLSearchParams(query);
  if (kind === 'json' && bodied) search.set('bodySHA256', createHash('sha256').update(body).digest('hex'));
  const suffix = search.toString();
  const url = to.url + path + (suffix && (path.includes('?') || path.startsWith('&') ? '&' : '?')) + suffix;
  const fields = bodied && kind === 'form' ? grouped(form) : {};
  const response = await request(url, {
    method,
    ...(bodied && { body }),
    headers: {
      ...(bodied && types[kind] !== undefined && { 'content-type': types[kind] }),
      ...(token !== null && { 'i-twilio-idempotency-token': encodeURIComponent(wellFormed(token)) }),
      ...(signed && { 'x-twilio-signature': getExpectedTwilioSignature(TOKEN, url, fields) }),
    },
  });
  await response.body.dump();
  return response.statusCode;
}

/** As a server reads the form again. */
function grouped(form: [string, string][]): Record<string, string | string[]> {
  const read = new URLSearchParams(new URLSearchParams(form).toString());
  return Object.fromEntries(
    [...new Set(read.keys())].map(name => {
      // An array of this realm: the library asks for `instanceof Array`.
      const all = [...read.getAll(name)];
      return [name, all.length === 1 ? (all[0] ?? '') : all];
    }),
  );
}

function wellFormed(token: string): string {
  return Buffer.from(token).toString();
}

async function executions(of: Flow): Promise<number> {
  const { count } = await engine.client.workflow.count(`FlowSid = '${of.sid}'`);
  return count;
}

describe('any webhook', () => {
  it('that is signed is answered, and is no mistake of the server', async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(webhook, async one => {
        const status = await send(flow, one, true);
        seen.add(status);
        // Other paths are not requested byte for byte as they are written here.
        if (one.path === '') expect(status).not.toBe(403);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    expect([...seen]).toEqual(expect.arrayContaining([200, 400, 404, 415]));
    expect(engine.logs.filter(line => line.includes('"level":50'))).toEqual([]);
    expect(await executions(flow)).toBeGreaterThan(0);
  }, 60_000);

  it('that is not signed is refused, and starts nothing', async () => {
    await fc.assert(
      fc.asyncProperty(webhook, async one => {
        const status = await send(sealedOff, one, false);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    expect(await executions(sealedOff)).toBe(0);
  }, 60_000);

  it('that is signed with another token, or for another path, is refused, and starts nothing', async () => {
    const form = { CallSid: `CA${'9'.repeat(32)}`, CallStatus: 'ringing', From: '+1', To: '+2' };
    for (const signature of [
      getExpectedTwilioSignature('another', sealedOff.url, form),
      getExpectedTwilioSignature(TOKEN, flow.url, form),
      getExpectedTwilioSignature(TOKEN, sealedOff.url, { ...form, CallStatus: 'completed' }),
    ]) {
      const { statusCode, body } = await request(sealedOff.url, {
        method: 'POST',
        headers: { 'content-type': types['form'], 'x-twilio-signature': signature },
        body: new URLSearchParams(form).toString(),
      });
      await body.dump();
      expect(statusCode).toBe(403);
    }
    expect(await executions(sealedOff)).toBe(0);
  });

  it('leaves a gateway that serves calls', async () => {
    const served = await engine.flow(flowOf(say('hello', 'Hello')));
    expect((await engine.call(served, [])).reason).toBe('hangup');
  });
});
