import { startGateway } from '../../../gateway/server';
import type { Engine } from '../../setup/engine';
import { hex } from '../../setup/sid';
import { account, ask, clientOf, definition, startRest } from './rest';

const own = account();
let engine: Engine;
let url: string;

beforeAll(async () => {
  engine = await startRest([own]);
  url = `${engine.url}/v2/Flows`;
});
afterAll(() => engine.close());

describe('an error', () => {
  const complete = { FriendlyName: 'F', Status: 'draft', Definition: JSON.stringify(definition()) };

  it.each(['FriendlyName', 'Status', 'Definition'] as const)('names what is missing: %s', async name => {
    const form = Object.fromEntries(Object.entries(complete).filter(([field]) => field !== name));
    for (const path of [url, `${url}/Validate`]) {
      const { status, body } = await ask(path, { method: 'POST', account: own, form });
      expect(status).toBe(400);
      expect(body).toEqual({
        code: 20001,
        message: `Missing required parameter ${name} in the post body`,
        more_info: 'https://www.twilio.com/docs/errors/20001',
        status: 400,
      });
    }
  });

  it('names what is missing where nothing was sent', async () => {
    const { status, body } = await ask(url, { method: 'POST', account: own });
    expect([status, body['message']]).toEqual([
      400,
      'Missing required parameter FriendlyName in the post body',
    ]);
  });

  it('names what is wrong, and what would be right', async () => {
    const form = { ...complete, Status: 'live' };
    const { status, body } = await ask(url, { method: 'POST', account: own, form });
    expect([status, body['message']]).toEqual([
      400,
      'Invalid parameter Status: must be one of draft, published',
    ]);
  });

  it.each([
    ['a path that nothing is served at', 'GET', '/Nothing', 404, 20404],
    ['a flow that there is not', 'GET', `/FW${hex()}`, 404, 20404],
    ['what is no SID', 'GET', '/FW1', 404, 20404],
    ['a SID that would be a query', 'GET', `/${encodeURIComponent(`FW' OR 1=1 --`.padEnd(34))}`, 404, 20404],
    ['a method that nothing takes there', 'PUT', '', 405, 20004],
    ['a method that a flow does not take', 'PUT', `/FW${hex()}`, 405, 20004],
    ['a list that cannot be deleted', 'DELETE', `/FW${hex()}/Revisions`, 405, 20004],
    ['a revision that cannot be changed', 'POST', `/FW${hex()}/Revisions/1`, 405, 20004],
  ] as const)('is the answer to %s', async (_what, method, path, status, code) => {
    const answer = await ask(url + path, { method, account: own });
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      code,
      message: status === 405 ? 'Method not allowed' : `The requested resource /Flows${path} was not found`,
      more_info: `https://www.twilio.com/docs/errors/${code}`,
      status,
    });
  });

  it('has the shape of Twilio also where the path cannot be read', async () => {
    for (const [path, status] of [
      ['/%zz', 400],
      [`/FW${'x'.repeat(200)}`, 414],
    ] as const) {
      const answer = await ask(url + path, { account: own });
      expect(answer).toMatchObject({
        status,
        body: { code: 20001, message: expect.any(String) as string, status },
      });
    }
  });

  it.each(['a b', '[1]', 'x"y', '<script>', 'ü', ''])('is the answer to the host %j', async host => {
    const answer = await ask(url, { account: own, headers: { host } });
    expect(answer).toMatchObject({ status: 400, body: { code: 20001 } });
  });

  it('is the answer to a body of another type, a broken one and one that is too large', async () => {
    const send = (type: string, json: unknown) =>
      ask(url, { method: 'POST', account: own, json, headers: { 'content-type': type } });
    expect(await send('text/plain', 'x')).toMatchObject({ status: 415, body: { code: 20001 } });
    expect(await send('application/xml', 'x')).toMatchObject({ status: 415, body: { code: 20001 } });
    const form = { ...complete, Definition: 'x'.repeat(5_000_000) };
    const large = await ask(url, { method: 'POST', account: own, form });
    expect(large).toMatchObject({ status: 413, body: { code: 20001 } });
    const broken = await ask(url, {
      method: 'POST',
      account: own,
      form: 'x=1',
      headers: { 'content-type': 'application/json' },
    });
    expect(broken).toMatchObject({ status: 400, body: { code: 20001 } });
  });
});

describe('a browser', () => {
  it('may ask from any page, if the page has credentials', async () => {
    const origin = 'https://console.example.com';
    const preflight = await ask(url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, content-type',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': 'authorization, content-type',
    });
    const answer = await ask(url, { account: own, headers: { origin } });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('without a worker', () => {
  it('flows are read, listed and deleted, and saving says what is missing', async () => {
    const { flows } = clientOf(engine.url, own).studio.v2;
    const { sid } = await flows.create({
      friendlyName: 'Kept',
      status: 'published',
      definition: definition(),
    });
    // A queue of its own that nobody serves.
    const alone = await startRest([own], { worker: 'none' });
    try {
      const there = clientOf(alone.url, own).studio.v2.flows;
      expect(await there(sid).fetch()).toMatchObject({ friendlyName: 'Kept', definition: definition() });
      expect((await there.list()).map(flow => flow.sid)).toContain(sid);
      expect(await there(sid).revisions('LatestPublished').fetch()).toMatchObject({ revision: 1 });
      await expect(there(sid).update({ status: 'draft' })).rejects.toMatchObject({
        status: 503,
        code: 20503,
        message: expect.stringContaining('worker') as string,
      });
      expect(await there(sid).remove()).toBe(true);
      await expect(there(sid).fetch()).rejects.toMatchObject({ status: 404 });
    } finally {
      await alone.close();
    }
  });
});

describe('without Temporal', () => {
  it('nothing is known, and it may be asked again', async () => {
    const temporal = { connectionOptions: { address: '127.0.0.1:1' } };
    const gateway = await startGateway({ ...engine.settings, temporal, logLevel: 'silent' });
    try {
      const answer = await ask(`${gateway.url}/v2/Flows`, { account: own });
      expect(answer).toMatchObject({ status: 503, body: { code: 20503 } });
      expect(answer.headers['retry-after']).toBe('1');
    } finally {
      await gateway.close();
    }
  });
});
