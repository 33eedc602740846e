import type { FastifyRequest } from 'fastify';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';

/** Was the request signed with the account's token? https://www.twilio.com/docs/usage/security */
export function isSigned(request: FastifyRequest, authToken: string): boolean {
  const signature = request.headers['x-twilio-signature'];
  if (typeof signature !== 'string') return false;
  const url = `${request.protocol}://${request.host}${request.url}`;
  return validateRequest(authToken, signature, url, (request.body ?? {}) as Record<string, string>);
}
