import { createHash } from 'node:crypto';
import { fc } from '../setup/fuzz';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { request, type Dispatcher } from 'undici';
import { ACCOUNT, TOKEN, type Flow } from '../setup/engine';

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

/** Anything that may come to a flow's URL. */
export const webhook = fc.record({
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

export const types: Record<string, string> = {
  form: 'application/x-www-form-urlencoded; charset=UTF-8',
  json: 'application/json',
  text: 'text/plain',
  xml: 'text/xml',
  multipart: 'multipart/form-data; boundary=x',
  garbage: ';;;',
};

/** @returns the status of the answer */
export async function send(
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
