import { createHash } from 'node:crypto';
import { CookieJar, type SerializedCookieJar } from 'tough-cookie';
import type { Params } from '../../flow/json';
import { element, type Element } from '../../twiml/element';
import { isAudio } from './fetched-twiml';
import { HttpError } from '../http-error';
import { encoded, withQuery } from './query';
import { sendSigned } from './signed-request';
import { isOwnWebhook, withOwnHost } from '../webhook-urls';
import type { HttpResponse, World } from '../widget';

/** What Twilio grants an application: 15 seconds for everything, 64 kB. */
const limits = { timeout: 15_000, maxBytes: 64 * 1024 };

/** A page of an application that an execution was redirected to. */
export type Page = {
  url: string;
  method: 'GET' | 'POST';
  /** Parameters of the call or message, as Twilio sends them with every request. */
  params: Params;
  /** How many pages came before. */
  hop: number;
};

/**
 * Asks for a page as Twilio would, cookies of the call and all
 * (https://www.twilio.com/docs/usage/webhooks/webhooks-overview).
 * @throws HttpError
 */
export function fetchPage(page: Page, world: World, cookies: CookieJar): Promise<HttpResponse> {
  const { method, params } = page;
  const post = {
    form: params,
    body: encoded(Object.entries(params)),
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
  };
  const { headers, ...request } = { url: askedUrl(page), ...(method === 'POST' && post) };
  let answered: Pick<HttpResponse, 'url' | 'headers'> | undefined;
  const response = sendSigned(world, {
    ...limits,
    ...request,
    method,
    headers: { ...headers, 'i-twilio-idempotency-token': idempotencyToken(page, world) },
    follows: location => webhookIn(location, world) === undefined,
    headersFor: (url): Record<string, string> => {
      const cookie = cookies.getCookieStringSync(url);
      return cookie === '' ? {} : { cookie };
    },
    onResponse: (url, headers) => {
      answered = { url, headers };
      const { 'set-cookie': set = [] } = headers;
      for (const cookie of [set].flat()) cookies.setCookieSync(cookie, url, { ignoreError: true });
    },
  });
  return response.catch((error: unknown) => {
    // Twilio asks for the audio itself: that it is there is all there is to know.
    if (answered && isTooLarge(error) && isAudio(answered)) return { ...answered, status: 200, body: '' };
    throw error;
  });
}

/** Of a GET, Twilio's parameters are in the query. */
function askedUrl({ method, url, params }: Page): string {
  return method === 'GET' ? withQuery(url, Object.entries(params)) : url;
}

/** What relative URLs in the page are relative to: a GET's parameters are Twilio's, not the application's. */
export function addressOf({ url }: HttpResponse, page: Page): string {
  return url === new URL(askedUrl(page)).href ? page.url : url;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof HttpError && error.code === 'too-large';
}

/** Where an HTTP redirect leads to a flow: Twilio goes there itself, as it would have, with a GET unless told. */
export function wayToFlow(
  { status, headers }: HttpResponse,
  { method }: Page,
  world: World,
): Element | undefined {
  const url = status >= 300 && status <= 399 ? webhookIn(headers['location'], world) : undefined;
  if (url === undefined) return undefined;
  return element('Redirect', { method: status === 307 || status === 308 ? method : 'GET' }, url);
}

function webhookIn(location: unknown, { session }: World): string | undefined {
  if (typeof location !== 'string') return undefined;
  const url = withOwnHost(location, session.webhookUrl);
  return isOwnWebhook(url, session.webhookUrl) ? url : undefined;
}

/** The cookies that the pages before have set. They let somebody in, so histories hold them sealed. */
export function recallCookies(world: World): CookieJar {
  const { memory } = world.session;
  if (typeof memory !== 'string' || memory === '') return new CookieJar();
  return CookieJar.deserializeSync(JSON.parse(world.unseal(memory)) as SerializedCookieJar);
}

export function rememberCookies(cookies: CookieJar, world: World): string {
  const jar = cookies.serializeSync();
  return jar?.cookies.length ? world.seal(JSON.stringify(jar)) : '';
}

/** The same for every attempt at the same page, and for no other page. */
function idempotencyToken({ hop, url }: Page, { session }: World): string {
  const { executionSid, step } = session;
  const hash = createHash('sha256').update(`${executionSid}/${step}/${hop}/${url}`).digest('hex');
  return hash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
