import { randomUUID } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { request } from 'undici';
import type { Params } from '../../flow/json';
import { TOKEN } from './account';

export interface Reply {
  status: number;
  body: string;
}

/**
 * One request as Twilio makes it.
 * @param token I-Twilio-Idempotency-Token; a new one unless told, none where it is null
 */
export async function postSigned(
  url: string,
  form: Params,
  token: string | null = randomUUID(),
): Promise<Reply> {
  const response = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': getExpectedTwilioSignature(TOKEN, url, form),
      ...(token !== null && { 'i-twilio-idempotency-token': token }),
    },
    body: new URLSearchParams(form).toString(),
  });
  return { status: response.statusCode, body: await response.body.text() };
}
