import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Account, Accounts } from '../../../config/accounts';
import { RestError } from './rest-error';

/**
 * Who asks, by HTTP Basic authentication: an account SID with one of its auth tokens, or an API key with its secret
 * (https://www.twilio.com/docs/usage/requests-to-twilio).
 * @throws RestError 401 for whom nobody knows, 403 for a key that wants to do more than it may
 */
export function authenticate(accounts: Accounts, { method, headers }: FastifyRequest): Account {
  const [user, password] = credentials(headers.authorization);
  const account = accounts.get(user);
  if (account && isOneOf(password, account.tokens)) return account;
  const known = accounts.ofKey(user);
  if (!known || !isOneOf(password, [known.key.secret])) throw new RestError(401, 20003, 'Authenticate');
  if (known.key.readOnly && method !== 'GET' && method !== 'HEAD') {
    throw new RestError(403, 20403, 'This API key is read-only.');
  }
  return known.account;
}

function credentials(header = ''): [user: string, password: string] {
  const [, coded = ''] = /^Basic +([\w+/=-]+)$/i.exec(header) ?? [];
  const text = Buffer.from(coded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? ['', ''] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** Takes as long for one that is nearly right as for any other. */
function isOneOf(given: string, secrets: readonly string[]): boolean {
  const digest = digestOf(given);
  return secrets.filter(secret => timingSafeEqual(digest, digestOf(secret))).length > 0;
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
