import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks';
import type { Http, Session, World } from '../../widgets/widget';
import { accountSid, flowSid } from './scope';
import type { Asked } from './web-server';

export const authToken = 'a'.repeat(32);

/** For tests in which nobody but Twilio is asked. */
export const noHttp: Http = { request: () => Promise.reject(new Error('not in this test')) };

/** The world of the execution that `makeScope` tells of. Its seals are `sealed(…)`, readable for tests. */
export function makeWorld(http: Http, { session, ...overrides }: Overrides = {}): World {
  return {
    session: {
      accountSid,
      flowSid,
      executionSid: `FN${'0'.repeat(32)}`,
      workflowId: `${flowSid}/CA${'0'.repeat(32)}`,
      webhookUrl: `https://engine.test/v1/Accounts/${accountSid}/Flows/${flowSid}`,
      step: 7,
      ...session,
    },
    http,
    twilio: () => Promise.reject(new Error('no Twilio in this test')),
    attempt: 1,
    since: new Date(),
    sign: (url, params) => getExpectedTwilioSignature(authToken, url, params),
    credentials: () => ({ username: accountSid, password: authToken }),
    isTwilioHost: url => new URL(url).hostname.endsWith('.twilio.com'),
    seal: secret => `sealed(${secret})`,
    unseal: text => text.replace(/sealed\((.*?)\)/gs, '$1'),
    signal: new AbortController().signal,
    ...overrides,
  };
}

type Overrides = Partial<Omit<World, 'session'>> & { session?: Partial<Session> };

/** Does the official library take the request for Twilio's? */
export function isSigned({ method, url, headers, body }: Asked): boolean {
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') && method === 'POST';
  const fields = new URLSearchParams(form ? body : '');
  const params = Object.fromEntries([...fields.keys()].map(name => [name, fields.getAll(name)]));
  return validateRequest(authToken, String(headers['x-twilio-signature']), url, params);
}
