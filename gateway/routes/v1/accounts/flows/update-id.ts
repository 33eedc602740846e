import { createHash, randomUUID } from 'node:crypto';
import { LISTEN } from '../../../../../workflows/contract';
import type { FlowRequest } from './request';

/**
 * Requests with the same update id get the same answer, and only the first does anything. An account has ids of its own:
 * under the same workflow id, another account's execution may have answered before.
 * @param token I-Twilio-Idempotency-Token: the same for all tries of a request
 *   (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides)
 */
export function updateIdOf(accountSid: string, request: FlowRequest, token: string | undefined): string {
  const own = `${accountSid}:`;
  const waited = request.wait?.updateId;
  return own + ownIdOf(request, waited?.startsWith(own) ? waited.slice(own.length) : waited, token);
}

/** @param waited that of the request whose answer is asked for again */
function ownIdOf(request: FlowRequest, waited: string | undefined, token: string | undefined): string {
  if (waited !== undefined) return shortened(waited);
  if (token) return shortened(token);
  // A step is left once, so the same request for the same step is a repetition; and a message comes but once.
  const { event, step, target, params } = request;
  if (event === LISTEN || (step === undefined && params['MessageSid'] === undefined)) return randomUUID();
  const same = Object.entries(params).filter(([name]) => name !== 'RetryCount');
  return digest(JSON.stringify([event, step, target, same.sort()]));
}

/** Made by somebody else: it may be longer than Temporal takes. */
function shortened(id: string): string {
  return id.length <= 100 ? id : digest(id);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
