import { unescape } from 'node:querystring';
import { Agent, type Dispatcher } from 'undici';
import { HttpError } from '../../widgets/http-error';
import { FLOW_REQUEST } from '../../widgets/http/flow-request';
import type { Http, HttpRequest, HttpResponse } from '../../widgets/widget';
import { blockedAddress, isBlockedHost, lookupAllowed } from './blocked-addresses';
import { httpFailure } from './http-failure';
import { decodeBody, readBody } from './response-body';

type Headers = HttpResponse['headers'];
/** One of the requests that redirects make of a request. */
type Hop = Pick<HttpRequest, 'method' | 'body'> & { url: URL; headers: Record<string, string> };

const redirects = new Set([301, 302, 303, 307, 308]);

/** The one way out of the engine for URLs that flows name. Connections are kept and shared. */
export function createHttp(): Http & { close(): Promise<void> } {
  const agent = new Agent({ connect: { lookup: lookupAllowed } });
  return {
    request: request => send(agent, request),
    close: () => agent.close(),
  };
}

async function send(agent: Agent, request: HttpRequest): Promise<HttpResponse> {
  const deadline = AbortSignal.timeout(request.timeout);
  const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline;
  try {
    return await follow(agent, request, signal);
  } catch (error) {
    // Who cancels wants to hear the own reason, not ours.
    request.signal?.throwIfAborted();
    if (deadline.aborted) throw new HttpError('timeout', `no whole answer within ${request.timeout} ms`);
    throw httpFailure(error);
  }
}

async function follow(agent: Agent, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const { method, body, headers = {} } = request;
  let hop: Hop = { method, url: parsed(request.url), headers, ...(body !== undefined && { body }) };
  for (let followed = 0; ; followed += 1) {
    const response = await ask(agent, hop, request, signal);
    const answered = { url: hop.url.href, status: response.statusCode, headers: plain(response.headers) };
    request.onResponse?.(answered.url, answered.headers);
    const location = redirects.has(answered.status) ? answered.headers['location'] : undefined;
    const followable = typeof location === 'string' && request.follows?.(location) !== false;
    if (!followable || request.maxRedirects === 0) {
      const bytes = await readBody(response.body, request.maxBytes);
      return { ...answered, body: decodeBody(bytes, answered.headers['content-type']) };
    }
    await response.body.dump();
    if (followed === request.maxRedirects) {
      throw new HttpError('too-many-redirects', `more than ${request.maxRedirects} HTTP redirects`);
    }
    hop = redirected(hop, answered.status, parsed(location, hop.url));
  }
}

function ask(agent: Agent, hop: Hop, request: HttpRequest, signal: AbortSignal) {
  const { url, method, body = null } = hop;
  if (isBlockedHost(url.hostname)) throw blockedAddress();
  return agent.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    body,
    headers: {
      ...basicCredentials(url),
      ...hop.headers,
      ...request.headersFor?.(url.href, method),
      [FLOW_REQUEST]: 'flow',
    },
    signal,
  });
}

/** As browsers and Twilio do: all but 307 and 308 make a GET of a POST, which loses its form. */
function redirected(hop: Hop, status: number, url: URL): Hop {
  if (status === 307 || status === 308 || hop.method === 'GET') return { ...hop, url };
  const kept = Object.entries(hop.headers).filter(([name]) => !name.toLowerCase().startsWith('content-'));
  return { method: 'GET', url, headers: Object.fromEntries(kept) };
}

function parsed(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new HttpError('bad-url', base ? 'redirected to what is not an HTTP URL' : 'not an HTTP URL');
  }
  url.hash = '';
  return url;
}

function basicCredentials({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const credentials = `${unescape(username)}:${unescape(password)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function plain(headers: Dispatcher.ResponseData['headers']): Headers {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}
