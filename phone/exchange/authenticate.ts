import type { onRequestHookHandler } from 'fastify';
import { ApiError } from './api-error';

export interface Credentials {
  accountSid: string;
  authToken: string;
  /** Keys that stand for the account and its token (https://www.twilio.com/docs/iam/api-keys). */
  apiKeys?: readonly { sid: string; secret: string }[];
}

/** HTTP Basic authentication by the account's token or one of its API keys. */
export function authenticate({ accountSid, authToken, apiKeys = [] }: Credentials): onRequestHookHandler {
  const pairs = [{ sid: accountSid, secret: authToken }, ...apiKeys];
  const accepted = new Set(pairs.map(({ sid, secret }) => basic(`${sid}:${secret}`)));
  return (request, _reply, done) => {
    const known = accepted.has(request.headers.authorization ?? '');
    done(known ? undefined : new ApiError(401, 20003, 'Authenticate'));
  };
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}
