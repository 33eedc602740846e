import { once } from 'node:events';
import { connect } from 'node:net';
import { fc } from '../setup/fuzz';
import { request } from 'undici';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { ACCOUNT, FLOW, OTHER_ACCOUNT, ringing, startTestGateway, TOKEN, type TestGateway } from './gateway';
import { startTemporal, type Temporal } from './temporal';

let temporal: Temporal;
let gateway: TestGateway;

beforeAll(async () => (temporal = await startTemporal()));
afterAll(() => temporal.stop());
beforeEach(async () => (gateway = await startTestGateway(temporal.env.client, { rateLimit: 1_000_000 })));
afterEach(() => gateway.close());

describe('probes', () => {
  it('tell that the process runs, and that Temporal is reachable', async () => {
    expect(await gateway.get('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await gateway.get('/readyz')).toMatchObject({ status: 200, text: '{"temporal":"ok"}' });
  });
});

describe('metrics', () => {
  it('count requests by route, kind and outcome, and name nobody', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    await gateway.send({ form: { ...call, CallStatus: 'completed' } });
    await gateway.send({ token: null });
    const { text, type } = await gateway.get('/metrics');
    expect(type).toMatch(/^text\/plain/);
    const route = 'route="/v1/Accounts/:accountSid/Flows/:flowSid"';
    expect(text).toContain(`http_request_duration_seconds_count{${route},kind="start",outcome="answered"} 1`);
    expect(text).toContain(
      `http_request_duration_seconds_count{${route},kind="over",outcome="acknowledged"} 1`,
    );
    expect(text).toContain(`http_request_duration_seconds_count{${route},kind="",outcome="4xx"} 1`);
    expect(text).toContain('studio_turn_duration_seconds_count{kind="start"} 1');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toMatch(/CA\d|AC\w{32}|FW\w{32}|\+1555/);
  });

  it('count the callers who are apologised to as their execution fails', async () => {
    const call = ringing();
    await gateway.send({ form: call });
    const form = { ...call, CallStatus: 'in-progress', Digits: '99' };
    expect((await gateway.send({ form, query: 'FlowEvent=keypress' })).text).toContain('Sorry &amp; goodbye');
    const { text } = await gateway.get('/metrics');
    expect(text).toContain('studio_apologies_total{fault="error"} 1');
    expect(text).toMatch(/http_request_duration_seconds_count\{.*kind="resume",outcome="apology"\} 1/);
  });
});

describe('the log', () => {
  it('tells of every webhook with its call and execution, and of no secret', async () => {
    const call = ringing({ CallToken: 'call-token' });
    const headers = { 'I-Twilio-Idempotency-Token': 'idempotency-token' };
    await gateway.send({ form: call, headers });
    const form = { ...call, CallStatus: 'in-progress', Digits: '424242424242', SpeechResult: 'my password' };
    await gateway.send({ form, query: 'FlowEvent=keypress&Query=in-the-query' });
    await gateway.send({ form, headers: { 'x-twilio-signature': 'bad-signature' } });
    await gateway.send({ form, json: '{}', query: 'Query=in-the-query' });
    await gateway.send({ form: { ...call, CallSid: 'CA1' } });
    await gateway.get('/nothing?Query=in-the-query');
    const log = gateway.logs.join('');
    const lines = gateway.logs.map(line => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'webhook',
        kind: 'resume',
        outcome: 'answered',
        callSid: call['CallSid'],
        flowSid: FLOW,
        executionSid: expect.stringMatching(/^FN[0-9a-f]{32}$/) as string,
        req: { method: 'POST', path: `/v1/Accounts/${ACCOUNT}/Flows/${FLOW}` },
      }),
    );
    const signature = getExpectedTwilioSignature(
      TOKEN,
      `${gateway.url}/v1/Accounts/${ACCOUNT}/Flows/${FLOW}`,
      call,
    );
    for (const secret of [
      TOKEN,
      signature,
      'bad-signature',
      'call-token',
      'idempotency-token',
      '424242424242',
    ]) {
      expect(log).not.toContain(secret);
    }
    expect(log).not.toMatch(/my password|in-the-query|\+1555/);
  });

  it('tells of a request that is no HTTP without what has come in', async () => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    socket.end('GET / HTTP/1.1\r\nAuthorization: Basic a-password\r\nno header\r\n\r\n');
    await once(socket.resume(), 'close');
    const line = gateway.logs.find(each => each.includes('client error')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({
      err: { type: 'Error', code: 'HPE_INVALID_HEADER_TOKEN', stack: expect.any(String) as string },
    });
    // As text, and as the bytes of a buffer.
    for (const shown of ['a-password', 'rawPacket', [...Buffer.from('a-password')].join()]) {
      expect(line).not.toContain(shown);
    }
  });
});

describe('limits', () => {
  it('refuse a body of more than 64 kB', async () => {
    expect(await gateway.send({ form: ringing({ SpeechResult: 'x'.repeat(65_536) }) })).toMatchObject({
      status: 413,
    });
  });

  it('refuse bodies of other kinds', async () => {
    const url = `${gateway.url}/v1/Accounts/${ACCOUNT}/Flows/${FLOW}`;
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: '<a/>',
    });
    expect(statusCode).toBe(415);
    await body.dump();
  });

  it('refuse more requests than an account may send, of that account only', async () => {
    const limited = await startTestGateway(temporal.env.client, { rateLimit: 2 });
    try {
      const send = { form: { ...ringing(), CallStatus: 'completed' } };
      for (let unsigned = 0; unsigned < 5; unsigned += 1) await limited.send({ ...send, token: null });
      const statuses = await Promise.all([1, 2, 3, 4].map(async () => (await limited.send(send)).status));
      expect(statuses.sort()).toEqual([200, 200, 429, 429]);
      const refused = await limited.send(send);
      expect(JSON.parse(refused.text)).toMatchObject({ code: 20429, status: 429 });
      const other = await limited.send({ ...send, account: OTHER_ACCOUNT, token: 'other-token' });
      expect(other.status).toBe(404);
    } finally {
      await limited.close();
    }
  });

  it('serve no other method', async () => {
    const { statusCode, body } = await request(`${gateway.url}/v1/Accounts/${ACCOUNT}/Flows/${FLOW}`, {
      method: 'HEAD',
    });
    expect(statusCode).toBe(404);
    await body.dump();
  });

  it('tell browsers to keep out', async () => {
    const { headers } = await gateway.get('/healthz');
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('shutting down', () => {
  it('finishes the turn that is under way', async () => {
    const call = ringing({ Pause: 'slow' });
    const answer = gateway.send({ form: call });
    await new Promise(resolve => setTimeout(resolve, 500));
    let closed = false;
    const closing = gateway.close().then(() => (closed = true));
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(closed).toBe(false);
    expect(await answer).toMatchObject({
      status: 200,
      text: expect.stringContaining('<Say>1 </Say>') as string,
    });
    await closing;
    await expect(gateway.get('/healthz')).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('whatever is sent', () => {
  const name = fc.oneof(
    fc.constantFrom(
      'CallSid',
      'MessageSid',
      'CallStatus',
      'From',
      'To',
      'FlowEvent',
      'FlowStep',
      'FlowTarget',
    ),
    fc.constantFrom(
      'FlowWait',
      'FlowWaits',
      'FlowParams',
      'Trigger',
      'Digits',
      '__proto__',
      'constructor',
      'bodySHA256',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }),
  );
  const value = fc.oneof(
    fc.constantFrom(
      'ringing',
      'in-progress',
      'completed',
      'keypress',
      '1',
      '-1',
      '1e9',
      `CA${'c'.repeat(32)}`,
      '',
    ),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  );
  const form = fc.array(fc.tuple(name, value), { maxLength: 8 }).map(pairs => Object.fromEntries(pairs));
  const query = fc.oneof(fc.webQueryParameters(), fc.stringMatching(/^[!"$-~]{0,40}$/));

  it('is answered without an error of ours', async () => {
    await fc.assert(
      fc.asyncProperty(form, query, fc.boolean(), async (fields, search, get) => {
        const { status } = await gateway.send({ form: fields, query: search, method: get ? 'GET' : 'POST' });
        expect([200, 400, 403, 404]).toContain(status);
      }),
      { numRuns: 200 },
    );
    expect(gateway.logs.filter(line => line.includes('"level":50'))).toEqual([]);
  });

  it('may be anything but a form, too', async () => {
    const types = fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      'nonsense',
    );
    await fc.assert(
      fc.asyncProperty(
        types,
        fc.uint8Array({ maxLength: 100 }),
        fc.string(),
        async (type, bytes, signature) => {
          const { statusCode, body } = await request(`${gateway.url}/v1/Accounts/${ACCOUNT}/Flows/${FLOW}`, {
            method: 'POST',
            headers: { 'content-type': type, 'x-twilio-signature': encodeURIComponent(signature) },
            body: bytes,
          });
          await body.dump();
          expect([400, 401, 403, 415]).toContain(statusCode);
        },
      ),
    );
  });
});
