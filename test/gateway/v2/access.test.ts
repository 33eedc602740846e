import type { Engine } from '../../setup/engine';
import { hex } from '../../setup/sid';
import { account, ask, basic, client, clientOf, definition, startRest } from './rest';

const key = { sid: `SK${hex()}`, secret: hex() };
const reader = { sid: `SK${hex()}`, secret: hex(), readOnly: true };
const towardsTwilio = { sid: `SK${hex()}`, secret: hex() };
const own = account({
  tokens: [hex(), hex()],
  apiKey: towardsTwilio,
  apiKeys: [key, reader],
});
const other = account();
let engine: Engine;
let url: string;

beforeAll(async () => {
  engine = await startRest([own, other]);
  url = `${engine.url}/v2/Flows`;
});
afterAll(() => engine.close());

const newFlow = () => ({ friendlyName: 'A', status: 'draft' as const, definition: definition() });

describe('the REST API is open to', () => {
  it.each([
    ['the account with its first token', own.sid, own.tokens[0]],
    ['the account with its other token', own.sid, own.tokens[1] ?? ''],
    ['an API key with its secret', key.sid, key.secret],
  ])('%s', async (_who, user, password) => {
    const { flows } = client(engine.url, user, password, own.sid).studio.v2;
    const created = await flows.create(newFlow());
    expect(created.accountSid).toBe(own.sid);
    expect((await flows.list()).map(({ sid }) => sid)).toContain(created.sid);
  });

  it('a read-only API key, which may look, not change', async () => {
    const { sid } = await clientOf(engine.url, own).studio.v2.flows.create(newFlow());
    const { flows, flowValidate } = client(engine.url, reader.sid, reader.secret, own.sid).studio.v2;
    expect((await flows(sid).fetch()).sid).toBe(sid);
    const refusal = { status: 403, code: 20403 };
    await expect(flows.create(newFlow())).rejects.toMatchObject(refusal);
    await expect(flows(sid).update({ status: 'published' })).rejects.toMatchObject(refusal);
    await expect(flows(sid).remove()).rejects.toMatchObject(refusal);
    await expect(
      flows(sid)
        .testUsers()
        .update({ testUsers: ['x'] }),
    ).rejects.toMatchObject(refusal);
    await expect(flowValidate.update(newFlow())).rejects.toMatchObject(refusal);
    expect((await flows(sid).fetch()).revision).toBe(1);
  });
});

describe('the REST API is closed to', () => {
  it.each([
    ['nobody in particular', undefined],
    ['an empty name', basic('', '')],
    ['an account without a token', basic(own.sid, '')],
    ['an account with a wrong token', basic(own.sid, 'wrong')],
    ["an account with another's token", basic(own.sid, other.tokens[0])],
    ['an account that nobody knows', basic(`AC${hex()}`, own.tokens[0])],
    ['an API key with a wrong secret', basic(key.sid, reader.secret)],
    ["an account with its key's secret", basic(own.sid, key.secret)],
    ["the key that is Twilio's", basic(towardsTwilio.sid, towardsTwilio.secret)],
    ['a property that every object has', basic('__proto__', 'x')],
    ['another scheme', `Bearer ${own.tokens[0]}`],
    ['what is not coded', 'Basic %%%'],
    ['what has no colon', `Basic ${Buffer.from(own.sid).toString('base64')}`],
  ])('%s', async (_who, authorization) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    for (const [method, path] of [
      ['GET', url],
      ['POST', url],
      ['GET', `${engine.url}/v2/nothing`],
    ] as const) {
      const answer = await ask(path, { method, headers });
      expect(answer).toMatchObject({
        status: 401,
        body: {
          code: 20003,
          message: 'Authenticate',
          more_info: 'https://www.twilio.com/docs/errors/20003',
          status: 401,
        },
      });
      expect(answer.headers['www-authenticate']).toBe('Basic realm="Twilio API"');
    }
  });

  it('another account, for which a flow is not there', async () => {
    const { sid } = await clientOf(engine.url, own).studio.v2.flows.create(newFlow());
    const { flows } = clientOf(engine.url, other).studio.v2;
    const refusal = {
      status: 404,
      code: 20404,
      message: `The requested resource /Flows/${sid} was not found`,
    };
    await expect(flows(sid).fetch()).rejects.toMatchObject(refusal);
    await expect(flows(sid).update({ status: 'published' })).rejects.toMatchObject(refusal);
    await expect(flows(sid).remove()).rejects.toMatchObject(refusal);
    await expect(flows(sid).revisions('1').fetch()).rejects.toMatchObject({ status: 404 });
    await expect(flows(sid).revisions.page()).rejects.toMatchObject({ status: 404 });
    await expect(flows(sid).testUsers().fetch()).rejects.toMatchObject({ status: 404 });
    await expect(
      flows(sid)
        .testUsers()
        .update({ testUsers: ['x'] }),
    ).rejects.toMatchObject({ status: 404 });
    expect(await flows.list()).toEqual([]);
    expect((await clientOf(engine.url, own).studio.v2.flows(sid).fetch()).revision).toBe(1);
  });

  it('no secret stands in the log', () => {
    const logs = engine.logs.join('');
    for (const secret of [...own.tokens, key.secret, reader.secret]) expect(logs).not.toContain(secret);
  });
});

describe('the rate limit', () => {
  it('refuses one account, and lets the other through', async () => {
    const limited = await startRest([own, other], { worker: 'none', settings: { restRateLimit: 3 } });
    try {
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => ask(`${limited.url}/v2/nothing`, { account: own })),
      );
      const refused = answers.find(({ status }) => status === 429);
      expect(refused?.body).toMatchObject({ code: 20429, message: 'Too Many Requests', status: 429 });
      expect(refused?.headers['retry-after']).toBe('1');
      expect((await ask(`${limited.url}/v2/nothing`, { account: other })).status).toBe(404);
    } finally {
      await limited.close();
    }
  });
});
