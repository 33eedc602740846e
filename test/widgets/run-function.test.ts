import { createHttp } from '../../activities/world/http';
import { serialize } from '../../twiml/serialize';
import { runFunction } from '../../widgets/run-function';
import type { Call, Scope, Wait, World } from '../../widgets/widget';
import { fittingRule } from '../../workflows/resume';
import { accountSid, conversationScope, flowSid, makeScope, messageScope } from './scope';
import { eventOf } from './voice';
import { answer, freePort, startServer, type WebServer } from './web-server';
import { isSigned, makeWorld } from './world';

const http = createHttp();
let server: WebServer;

beforeAll(async () => {
  server = await startServer(({ path }, response) => {
    const status = Number(/^\/(\d{3})/.exec(path)?.[1] ?? 200);
    response.setHeader('x-twilio-function-concurrency', '3');
    if (path === '/object') answer(response, '{"foo":"bar"}', 'application/json');
    else if (path === '/twiml') {
      answer(
        response,
        `<Response><Gather action="next"><Say>Hi</Say></Gather><Play>/a.mp3</Play>
         <Redirect>https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?FlowEvent=audioComplete&amp;a=%20</Redirect>
         </Response>`,
      );
    } else if (path === '/untyped') answer(response, '<?xml version="1.0"?><Response/>', 'text/html');
    else if (path === '/page') answer(response, '<html><body/></html>', 'text/html');
    else answer(response, 'text', 'text/plain', status);
  });
});

afterAll(async () => {
  await server.close();
  await http.close();
});

beforeEach(() => {
  server.asked.length = 0;
});

function rendered(url: string, ...parameters: { key: string; value: string }[]): Call {
  return runFunction.run({ url, parameters }, makeScope()) as Call;
}

function run(path: string, world: Partial<World> = {}) {
  return runFunction.call!(
    rendered(server.url + path, { key: 'a', value: 'x y' }).call,
    makeWorld(http, world),
  );
}

it('posts its parameters as a signed form', async () => {
  await run('/object?b=1');
  expect(server.asked[0]).toMatchObject({ method: 'POST', path: '/object?b=1', body: 'a=x+y' });
  expect(isSigned(server.asked[0]!)).toBe(true);
});

it('keeps secrets from the history', async () => {
  const { call } = rendered(`${server.url}/?key=hunter2`, { key: 'token', value: 'hunter2' });
  expect(JSON.stringify(call).replaceAll('sealed(hunter2)', '')).not.toContain('hunter2');
  await runFunction.call!(call, makeWorld(http));
  expect(server.asked[0]).toMatchObject({ path: '/?key=hunter2', body: 'token=hunter2' });
});

it('leaves body, content type, status, the object and the concurrency header', async () => {
  expect(await run('/object')).toEqual({
    event: 'success',
    output: {
      status_code: 200,
      content_type: 'application/json',
      body: '{"foo":"bar"}',
      parsed: { foo: 'bar' },
      headers: { 'x-twilio-function-concurrency': '3' },
    },
  });
});

it.each(['/200', '/304', '/page'])('takes 2xx and 3xx for success: %s', async path => {
  expect(await run(path)).toMatchObject({ event: 'success' });
});

it.each([404, 500])('fails with %i, and leaves what came', async status => {
  expect(await run(`/${status}`)).toMatchObject({
    event: 'fail',
    output: { status_code: status, body: 'text' },
    warnings: [{ code: 81017 }],
  });
});

it('fails when nobody is there', async () => {
  const { call } = rendered(`http://127.0.0.1:${await freePort()}/`);
  const outcome = await runFunction.call!(call, makeWorld(http));
  expect(outcome).toMatchObject({ event: 'fail', warnings: [{ code: 81010 }] });
});

it.each(['', ' ', 'get-customer'])('fails without asking where there is no URL: "%s"', url => {
  expect(rendered(url)).toMatchObject({ event: 'fail', warnings: [{ code: 81010 }] });
});

describe('a function that answers with TwiML', () => {
  it('speaks to the caller; its URLs are absolute, and the way back leads here', async () => {
    const { verbs } = (await run('/twiml')) as Wait;
    expect(verbs.map(serialize)).toEqual([
      `<Gather action="${server.url}/next"><Say>Hi</Say></Gather>`,
      `<Play>${server.url}/a.mp3</Play>`,
      `<Redirect>https://engine.test/v1/Accounts/${accountSid}/Flows/${flowSid}?FlowEvent=audioComplete&amp;a=%20</Redirect>`,
    ]);
  });

  it('is left by success, which its TwiML may call audioComplete', async () => {
    const { resume } = (await run('/untyped')) as Wait;
    expect(resume).toEqual([
      { event: 'success', flowEvent: 'audioComplete' },
      { event: 'success', plain: true },
    ]);
  });

  const runIn = (scope: Scope) => {
    const { call } = runFunction.run({ url: `${server.url}/twiml` }, scope) as Call;
    return runFunction.call!(call, makeWorld(http));
  };

  it('is left in a message by what the contact writes next, too', async () => {
    const outcome = await runIn(messageScope());
    const reply = { message: true, params: { MessageSid: 'SM1', Body: 'Hi' } };
    expect(fittingRule((outcome as Wait).resume, reply)).toMatchObject({
      event: 'success',
      under: 'inbound',
    });
    expect(eventOf(outcome as Wait, 'audioComplete', {})).toBe('success');
  });

  it.each([
    ['a conversation', conversationScope()],
    ['an execution that a REST request has started', makeScope({ channel: 'request' })],
  ])('is not waited for in %s, where nobody hears it', async (_where, scope) => {
    expect(await runIn(scope)).toMatchObject({
      event: 'success',
      output: { status_code: 200, body: expect.stringContaining('<Gather') as string },
      warnings: [{ code: 81020 }],
    });
  });

  it('is heard on a call that such an execution has placed', async () => {
    const scope = makeScope({ channel: 'request', callSid: `CA${'1'.repeat(32)}` });
    expect(await runIn(scope)).toHaveProperty('resume');
  });
});
