import { createHash } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { WorkflowNotFoundError } from '@temporalio/client';
import { FLOW, ringing, SECOND_TOKEN, startTestGateway, TOKEN, type TestGateway } from './gateway';
import { startTemporal, type Temporal } from './temporal';

let temporal: Temporal;
let gateway: TestGateway | undefined;

beforeAll(async () => (temporal = await startTemporal()));
afterAll(() => temporal.stop());
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

const start = async (settings = {}): Promise<TestGateway> =>
  (gateway = await startTestGateway(temporal.env.client, settings));

async function expectNothingStarted(call: Record<string, string>): Promise<void> {
  const handle = temporal.env.client.workflow.getHandle(`${FLOW}/${call['CallSid'] ?? ''}`);
  await expect(handle.describe()).rejects.toThrow(WorkflowNotFoundError);
}

describe('a request without a good signature', () => {
  it.each([
    ['none', { token: null }, 401],
    ["another account's", { token: 'other-token' }, 403],
    ['nonsense', { headers: { 'x-twilio-signature': 'nonsense' } }, 403],
    ['one for another host', { origin: 'https://elsewhere.example.com' }, 403],
  ])('is refused and starts nothing: %s', async (_, send, status) => {
    const call = ringing();
    const { send: request } = await start();
    expect(await request({ form: call, ...send })).toMatchObject({ status });
    await expectNothingStarted(call);
  });

  it('does not even learn which flows there are', async () => {
    const { send } = await start();
    expect(await send({ flow: `FW${'f'.repeat(32)}`, token: null })).toMatchObject({ status: 401 });
  });

  it('is counted', async () => {
    const { send, get } = await start();
    await send({ token: null });
    await send({ token: 'wrong' });
    const { text } = await get('/metrics');
    expect(text).toContain('studio_signature_failures_total{refusal="unsigned"} 1');
    expect(text).toContain('studio_signature_failures_total{refusal="signature"} 1');
  });
});

describe('a request that the engine has sent for a flow', () => {
  const headers = { 'x-studio-engine-request': 'flow' };

  it('is refused, though its signature is good, and starts nothing', async () => {
    const call = ringing();
    const { send } = await start();
    expect(await send({ form: call, headers })).toMatchObject({
      status: 403,
      text: expect.stringContaining('X-Studio-Engine-Request') as string,
    });
    expect(await send({ method: 'GET', form: call, headers })).toMatchObject({ status: 403 });
    await expectNothingStarted(call);
  });

  it('is refused where signatures are not checked, too', async () => {
    const call = ringing();
    const { send } = await start({ verifySignature: false });
    expect(await send({ form: call, headers: { 'x-studio-engine-request': '' } })).toMatchObject({
      status: 403,
    });
    await expectNothingStarted(call);
  });

  it('is not looked into before that', async () => {
    const { send } = await start();
    const account = `AC${'f'.repeat(32)}`;
    expect(await send({ account, token: null, headers })).toMatchObject({ status: 403 });
    const large = { a: 'x'.repeat(100_000) };
    expect(await send({ form: large, headers })).toMatchObject({ status: 403 });
  });
});

describe('a JSON request', () => {
  const json = '{"CallSid":"x"}';
  const sha = createHash('sha256').update(json).digest('hex');

  it('is refused without the hash of its body', async () => {
    const { send } = await start();
    expect(await send({ json })).toMatchObject({ status: 403 });
    expect(await send({ json: `${json} `, query: `bodySHA256=${sha}` })).toMatchObject({ status: 403 });
  });

  it('is not looked into before that', async () => {
    const { send } = await start();
    expect(await send({ json: 'no json', query: `bodySHA256=${sha}` })).toMatchObject({ status: 403 });
    const hash = createHash('sha256').update('no json').digest('hex');
    expect(await send({ json: 'no json', query: `bodySHA256=${hash}` })).toMatchObject({ status: 400 });
  });
});

describe('a good signature', () => {
  it.each([TOKEN, SECOND_TOKEN])('may be made with either token', async token => {
    const { send } = await start();
    expect(await send({ form: ringing(), token })).toMatchObject({ status: 200 });
  });

  it('is that of PUBLIC_URL, wherever the request came in', async () => {
    const { send, url } = await start({ publicUrl: 'https://studio.example.com/prefix' });
    expect(await send({ form: ringing() })).toMatchObject({ status: 200 });
    expect(temporal.turns.at(-1)?.session.webhookUrl).toMatch(
      /^https:\/\/studio\.example\.com\/prefix\/v1\/Accounts\/AC\w+\/Flows\/FW\w+$/,
    );
    expect(await send({ form: ringing(), origin: url })).toMatchObject({ status: 403 });
  });

  it('may be made with the standard port', async () => {
    const { send } = await start({ publicUrl: 'https://studio.example.com' });
    expect(await send({ form: ringing(), origin: 'https://studio.example.com:443' })).toMatchObject({
      status: 200,
    });
  });

  it('is that of the forwarded host only where a proxy is trusted', async () => {
    const send = {
      origin: 'https://proxy.example.com',
      headers: { 'x-forwarded-host': 'proxy.example.com', 'x-forwarded-proto': 'https' },
    };
    const trusting = await start({ trustProxy: true });
    expect(await trusting.send({ form: ringing(), ...send })).toMatchObject({ status: 200 });
    expect(temporal.turns.at(-1)?.session.webhookUrl).toMatch(/^https:\/\/proxy\.example\.com\/v1\//);
    await trusting.close();
    const { send: request } = await start();
    expect(await request({ form: ringing(), ...send })).toMatchObject({ status: 403 });
  });

  it('covers a mended return URL as it was sent', async () => {
    const { send } = await start();
    const call = ringing();
    await send({ form: call });
    const form = { ...call, CallStatus: 'in-progress', Digits: '1' };
    expect(await send({ form, query: 'a=b?FlowEvent=keypress' })).toMatchObject({ status: 200 });
  });

  it('need not cover what Twilio adds later, which is then not used', async () => {
    const { send, logs } = await start();
    const call = ringing();
    const url = `${gateway?.url ?? ''}/v1/Accounts/${call['AccountSid'] ?? ''}/Flows/${FLOW}`;
    const signature = getExpectedTwilioSignature(TOKEN, url, call);
    const form = { ...call, CallToken: 'x', StirVerstat: 'TN-Validation-Passed-A' };
    expect(await send({ form, headers: { 'x-twilio-signature': signature } })).toMatchObject({ status: 200 });
    expect(temporal.turns.at(-1)?.params).not.toHaveProperty('StirVerstat');
    expect(logs.join()).toContain('"unsigned":["CallToken","StirVerstat"]');
    const vouched = ringing({ StirVerstat: 'TN-Validation-Passed-A' });
    await send({ form: vouched });
    expect(temporal.turns.at(-1)?.params).toHaveProperty('StirVerstat');
  });
});

describe('VERIFY_SIGNATURE=false', () => {
  it('lets everybody in', async () => {
    const { send } = await start({ verifySignature: false });
    expect(await send({ form: ringing(), token: null })).toMatchObject({ status: 200 });
  });
});
