import type { Form, HttpRequest, HttpResponse, World } from '../widget';

/** A request to a flow author's server, and what depends on where it is redirected to. */
export interface SignedRequest extends Pick<
  HttpRequest,
  'method' | 'url' | 'body' | 'timeout' | 'maxBytes' | 'onResponse' | 'follows'
> {
  /** The form that the body holds; the signature covers it. */
  form?: Form;
  headers?: Record<string, string>;
  headersFor?: (url: string) => Record<string, string>;
}

/** HTTP redirects that Twilio follows (11215). */
const MAX_REDIRECTS = 10;

/**
 * Asks as Twilio would: signed by the account's token, so that servers can tell us from others
 * (https://www.twilio.com/docs/usage/webhooks/webhooks-security).
 */
export function sendSigned(world: World, request: SignedRequest): Promise<HttpResponse> {
  const { form = {}, headers, headersFor, ...rest } = request;
  return world.http.request({
    ...rest,
    headers: { 'user-agent': 'TwilioProxy/1.1', ...headers },
    maxRedirects: MAX_REDIRECTS,
    signal: world.signal,
    headersFor: (url, method) => ({
      // A GET has all its parameters in the URL.
      'x-twilio-signature': world.sign(url, method === 'POST' ? form : {}),
      ...headersFor?.(url),
    }),
  });
}
