import { createHash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { warning, type StudioCode } from '../flow/errors';
import { HttpError } from './http-error';
import { mediaType, responseLimits, responseOutput } from './http/parsed-body';
import { decoded, encoded, isHttpUrl, pairsOf, withQuery } from './http/query';
import { keyValues, oneOf } from './schema';
import { hideInForm, hideInJson, hideInUrl, mapStrings, withoutSecrets } from './secrets';
import { sendSigned } from './http/signed-request';
import { defineWidget, type Done, type World } from './widget';

/** What is sent, as the Temporal UI shows it: secrets are sealed. */
type Input = { url: string; add_twilio_auth: boolean } & (
  { method: 'GET' } | { method: 'POST'; content_type: string; body: string }
);

const FORM = 'application/x-www-form-urlencoded;charset=utf-8';
const JSON_TYPE = 'application/json;charset=utf-8';

/** https://www.twilio.com/docs/studio/widget-library/http-request */
export const makeHttpRequest = defineWidget({
  type: 'make-http-request',
  properties: Type.Object({
    method: oneOf(['GET', 'POST'], { default: 'GET', description: 'How it is asked.' }),
    url: Type.String({ description: 'What is asked. May hold a user and a password.' }),
    content_type: Type.Optional(
      oneOf([FORM, JSON_TYPE, mediaType(FORM), mediaType(JSON_TYPE)], { description: "The body's." }),
    ),
    body: Type.Optional(Type.String({ description: 'Sent with a POST.' })),
    parameters: Type.Optional(
      keyValues({
        description: 'Added to the query of a GET, to the form of a POST, to the query beside JSON.',
      }),
    ),
    add_twilio_auth: Type.Optional(
      Type.Boolean({ default: false, description: "Sends the account's credentials, to Twilio's API only." }),
    ),
  }),
  events: ['success', 'failed'],
  failure: 'failed',

  run({ method, url, content_type = FORM, body = '', parameters = [], add_twilio_auth = false }, scope) {
    // Twilio documents this name as one that breaks the request (https://www.twilio.com/docs/api/errors/81014).
    if (parameters.some(({ key }) => key === 'method')) {
      return failed(81014, 'a parameter must not be named "method"');
    }
    // A template often leaves a new line.
    const asked = url.trim();
    if (!isHttpUrl(asked)) return failed(81014, `not an HTTP URL: ${withoutSecrets(asked)}`);
    const seal = (secret: string): string => scope.seal(secret);
    const pairs = pairsOf(parameters);
    const form = mediaType(content_type) === mediaType(FORM);
    const target = hideInUrl(method === 'POST' && form ? asked : withQuery(asked, pairs), seal);
    if (method === 'GET') return { call: { method, url: target, add_twilio_auth }, idempotent: true };
    const sealedBody = form
      ? hideInForm([body, encoded(pairs)].filter(Boolean).join('&'), seal)
      : hideInJson(body, seal);
    return { call: { method, url: target, content_type, body: sealedBody, add_twilio_auth } };
  },

  async call(input, world) {
    const request = mapStrings(input, text => world.unseal(text)) as Input;
    if (request.add_twilio_auth && !world.isTwilioHost(request.url)) {
      return failed(81014, `${withoutSecrets(request.url)} is not Twilio's: it does not get its credentials`);
    }
    try {
      const response = await send(request, world);
      const output = responseOutput(response);
      if (response.status >= 200 && response.status < 300) return { event: 'success', output };
      return { ...failed(81016, `${withoutSecrets(request.url)} answered ${response.status}`), output };
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return failed(81016, `${withoutSecrets(request.url)}: ${error.message}`);
    }
  },
});

function send(request: Input, world: World) {
  const common = { ...responseLimits, headersFor: (url: string) => credentials(request, world, url) };
  if (request.method === 'GET') return sendSigned(world, { ...common, method: 'GET', url: request.url });
  const { method, url, content_type, body } = request;
  const sent = { ...common, method, body, headers: { 'content-type': content_type } };
  return mediaType(content_type) === mediaType(FORM)
    ? sendSigned(world, { ...sent, url, form: decoded(body) })
    : sendSigned(world, { ...sent, url: withQuery(url, [['bodySHA256', sha256(body)]]) });
}

/** A redirect to somebody else does not take them along. */
function credentials(request: Input, world: World, url: string): Record<string, string> {
  if (!request.add_twilio_auth || !world.isTwilioHost(url)) return {};
  const { username, password } = world.credentials();
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

/** Twilio signs a body that is no form by its hash in the URL. */
function sha256(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

function failed(code: StudioCode, detail: string): Done {
  return { event: 'failed', warnings: [warning(code, detail)] };
}
