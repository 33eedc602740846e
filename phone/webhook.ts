import { randomUUID } from 'node:crypto';
import { CookieJar } from 'tough-cookie';
// Not from 'twilio' itself: that would load the client of every Twilio product.
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { Agent, request } from 'undici';
import { absoluteUrl } from '../twiml/urls';
import { DocumentError, PhoneError } from './errors';
import { failureOf, isConnectFailure } from './failure';
import type { Params } from './params';
import type { Method, Purpose, Request } from './record';

/** Limits of Twilio: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides, errors 11215, 11750. */
const CONNECT_MS = 5_000;
const MAX_BYTES = 64 * 1024;
const MAX_REDIRECTS = 10;

/** One thing that Twilio tells, or asks, an application. */
export interface Webhook {
  purpose: Purpose;
  method: Method;
  url: string;
  /** Sent with every request of a call. */
  standard: Params;
  /** Sent with this webhook; lost when a POST is redirected to a GET. */
  extra: Params;
}

export interface Reply {
  /** The URL that answered, after redirects. */
  url: string;
  status: number;
  contentType: string;
  body: string;
}

interface Delivery {
  purpose: Purpose;
  idempotencyToken: string;
  deadline: AbortSignal;
}

export interface ClientOptions {
  authToken: string;
  /** Milliseconds that one webhook may take, redirects and retry included. */
  timeout: number;
  /** Every webhook is delivered twice at once, as a retry may be. */
  deliverTwice: boolean;
  /** Told of every single request once it is answered. */
  onRequest(request: Request): void;
}

/** Makes the webhooks of one call: signed, with the call's cookies, on connections of its own. */
export class WebhookClient {
  private readonly cookies = new CookieJar();
  private readonly agent = new Agent({ connect: { timeout: CONNECT_MS }, maxResponseSize: MAX_BYTES });

  constructor(private readonly options: ClientOptions) {}

  /**
   * @throws DocumentError when there is no answer, or not one that is followed
   * @throws PhoneError when two deliveries of the same webhook were answered differently
   */
  async send(webhook: Webhook): Promise<Reply> {
    const delivery = {
      purpose: webhook.purpose,
      idempotencyToken: randomUUID(),
      deadline: AbortSignal.timeout(this.options.timeout),
    };
    if (!this.options.deliverTwice) return this.deliver(webhook, delivery);
    const [first, second] = await Promise.all([
      this.deliver(webhook, delivery),
      this.deliver(webhook, delivery),
    ]);
    if (first.status !== second.status || first.body !== second.body) {
      throw new PhoneError(`${webhook.url} answered the same webhook, delivered twice, in two ways`);
    }
    return first;
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  private async deliver({ method, url, standard, extra }: Webhook, delivery: Delivery): Promise<Reply> {
    let params = { ...standard, ...extra };
    for (let redirects = 0; ; redirects++) {
      const { location, ...reply } = await this.withRetry(method, url, params, delivery);
      if (reply.status < 300 || reply.status >= 400) return reply;
      if (![301, 302, 303, 307].includes(reply.status) || location === undefined) {
        throw new DocumentError(
          11216,
          reply.url,
          `redirects with status ${reply.status}, which is not followed`,
        );
      }
      if (redirects === MAX_REDIRECTS) {
        throw new DocumentError(11215, reply.url, `redirects more than ${MAX_REDIRECTS} times`);
      }
      url = followed(location, reply.url);
      if (reply.status === 307) continue;
      method = 'GET';
      params = standard;
    }
  }

  /** Twilio tries again only where no connection came about (`rc=1`, `rp=ct`). */
  private async withRetry(method: Method, url: string, params: Params, delivery: Delivery) {
    try {
      return await this.exchange(method, url, params, delivery);
    } catch (error) {
      if (!isConnectFailure(error) || delivery.deadline.aborted)
        throw failureOf(error, url, delivery.deadline);
    }
    try {
      return await this.exchange(method, url, params, delivery);
    } catch (error) {
      throw failureOf(error, url, delivery.deadline);
    }
  }

  private async exchange(method: Method, url: string, params: Params, delivery: Delivery) {
    const form = new URLSearchParams(params).toString();
    const target = targetOf(url, method === 'GET' ? form : '');
    const cookie = this.cookies.getCookieStringSync(target);
    const started = performance.now();
    const told = { kind: 'request' as const, purpose: delivery.purpose, method, url: target, params };
    try {
      const response = await request(target, {
        dispatcher: this.agent,
        method,
        signal: delivery.deadline,
        headers: {
          'user-agent': 'TwilioProxy/1.1',
          accept: '*/*',
          'x-home-region': 'us1',
          'i-twilio-idempotency-token': delivery.idempotencyToken,
          'x-twilio-signature': getExpectedTwilioSignature(
            this.options.authToken,
            target,
            method === 'POST' ? params : {},
          ),
          ...(cookie !== '' && { cookie }),
          ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }),
        },
        ...(method === 'POST' && { body: form }),
      });
      const body = await response.body.text();
      const { statusCode: status, headers } = response;
      this.options.onRequest({ ...told, status, body, ms: Math.round(performance.now() - started) });
      for (const set of [headers['set-cookie'] ?? []].flat()) {
        this.cookies.setCookieSync(set, target, { ignoreError: true });
      }
      return {
        url: withoutQuery(url, target, method),
        status,
        body,
        contentType: [headers['content-type'] ?? ''].flat().join(),
        location: [headers['location']].flat()[0],
      };
    } catch (error) {
      const { message } = failureOf(error, url, delivery.deadline);
      this.options.onRequest({ ...told, error: message, ms: Math.round(performance.now() - started) });
      throw error;
    }
  }
}

function followed(location: string, base: string): string {
  try {
    return absoluteUrl(location, base);
  } catch (error) {
    throw new DocumentError(11216, base, `redirects to ${location}: ${(error as Error).message}`);
  }
}

/** The URL as it goes over the wire: normalised, without its fragment, with the query of a GET. */
function targetOf(url: string, query: string): string {
  const target = new URL(url);
  target.hash = '';
  if (query === '') return target.href;
  return target.href + (target.search === '' ? '?' : '&') + query;
}

/** A document's own URL is the one that was asked for, without the parameters that Twilio adds to a GET. */
function withoutQuery(url: string, target: string, method: Method): string {
  return method === 'GET' ? targetOf(url, '') : target;
}
