import { createHash } from 'node:crypto';
import { validateRequestWithBody } from 'twilio/lib/webhooks/webhooks';
import { createHttp } from '../../activities/world/http';
import { makeHttpRequest } from '../../widgets/make-http-request';
import type { Call, Done, World } from '../../widgets/widget';
import { makeScope } from './scope';
import { answer, freePort, startServer, type WebServer } from './web-server';
import { authToken, isSigned, makeWorld } from './world';

const FORM = 'application/x-www-form-urlencoded;charset=utf-8';
const JSON_TYPE = 'application/json;charset=utf-8';
const http = createHttp();
let server: WebServer;

beforeAll(async () => {
  server = await startServer(({ path }, response) => {
    const status = Number(/^\/(\d{3})/.exec(path)?.[1] ?? 200);
    if (path.startsWith('/object')) answer(response, '{"foo":"bar"}', 'application/json; charset=utf-8');
    else if (path === '/array') answer(response, '[1]', 'application/json');
    else if (path === '/wrong') answer(response, '{"foo":', 'application/json');
    else if (path === '/problem') answer(response, '{"foo":"bar"}', 'application/problem+json', 422);
    else if (path === '/moved') response.writeHead(302, { location: '/object' }).end();
    else if (path === '/large') answer(response, 'x'.repeat(64 * 1024 + 1), 'text/plain');
    else if (path === '/bare') response.writeHead(204).end();
    else if (path !== '/silent') answer(response, 'text', 'text/plain', status);
  });
});

afterAll(async () => {
  await server.close();
  await http.close();
});

beforeEach(() => {
  server.asked.length = 0;
});

type Properties = Parameters<typeof makeHttpRequest.run>[0];

function rendered(properties: Properties): Call {
  return makeHttpRequest.run({ method: 'GET', ...properties }, makeScope()) as Call;
}

async function run(properties: Properties, world: Partial<World> = {}): Promise<Done> {
  const { call } = rendered({ ...properties, url: server.url + String(properties['url']) });
  return (await makeHttpRequest.call!(call, makeWorld(http, world))) as Done;
}

describe('what is sent', () => {
  const parameters = [
    { key: 'name', value: 'A & B' },
    { key: 'n', value: '1' },
  ];

  it('GET has its parameters in the query', async () => {
    await run({ url: '/x?a=%20b', parameters, body: 'not sent' });
    expect(server.asked[0]).toMatchObject({ method: 'GET', path: '/x?a=%20b&name=A+%26+B&n=1', body: '' });
    expect(isSigned(server.asked[0]!)).toBe(true);
  });

  it('POST has them in its form, behind its body', async () => {
    await run({ method: 'POST', url: '/x', content_type: FORM, body: 'a=1&a=2', parameters });
    expect(server.asked[0]).toMatchObject({ method: 'POST', path: '/x', body: 'a=1&a=2&name=A+%26+B&n=1' });
    expect(server.asked[0]!.headers['content-type']).toBe(FORM);
  });

  it('a form is signed, names that are repeated included', async () => {
    await run({ method: 'POST', url: '/x', parameters });
    await run({ method: 'POST', url: '/x', body: 'b=2&a=1&b=1' });
    expect(server.asked.map(isSigned)).toEqual([true, true]);
  });

  it('JSON has them in the query, and is signed by its hash', async () => {
    const body = '{"a":"ü"}';
    await run({ method: 'POST', url: '/x?y=1', content_type: JSON_TYPE, body, parameters: [parameters[1]] });
    const [asked] = server.asked;
    const hash = createHash('sha256').update(body).digest('hex');
    expect(asked).toMatchObject({ path: `/x?y=1&n=1&bodySHA256=${hash}`, body });
    const signature = String(asked!.headers['x-twilio-signature']);
    expect(validateRequestWithBody(authToken, signature, asked!.url, asked!.body)).toBe(true);
  });

  it('follows a redirect with a signature of its own', async () => {
    expect(await run({ url: '/moved' })).toMatchObject({ event: 'success', output: { status_code: 200 } });
    expect(server.asked[1]).toMatchObject({ path: '/object' });
    expect(isSigned(server.asked[1]!)).toBe(true);
  });

  it('credentials of the URL are sent, and hidden from the history', async () => {
    const url = server.url.replace('//', '//user:hunter2@') + '/x';
    const { call } = rendered({ url });
    expect(call).toMatchObject({ url: url.replace('user:hunter2', 'sealed(user:hunter2)') });
    await makeHttpRequest.call!(call, makeWorld(http));
    const basic = Buffer.from('user:hunter2').toString('base64');
    expect(server.asked[0]!.headers.authorization).toBe(`Basic ${basic}`);
  });

  it.each(['GET', 'POST'])(
    'white space around the URL is not sent, nor hides it credentials: %s',
    async method => {
      const url = `\n ${server.url.replace('//', '//user:hunter2@')}/x?a=1 \n`;
      const { call } = rendered({ method, url, content_type: JSON_TYPE, body: '{}', parameters });
      expect(JSON.stringify(call).replaceAll('sealed(user:hunter2)', '')).not.toContain('hunter2');
      await makeHttpRequest.call!(call, makeWorld(http));
      expect(server.asked[0]!.path).toMatch(/^\/x\?a=1&name=A\+%26\+B&n=1(&bodySHA256=\w+)?$/);
    },
  );

  it.each([
    { method: 'GET', parameters: [{ key: 'token', value: 'hunter2' }] },
    { method: 'POST', parameters: [{ key: 'token', value: 'hunter2' }] },
    { method: 'POST', body: 'a=1&password=hunter2' },
    { method: 'POST', content_type: JSON_TYPE, body: '{"password":"hunter2"}' },
  ])('secrets reach the server and not the history: %j', async properties => {
    const { call } = rendered({ url: `${server.url}/x?api_key=hunter2`, ...properties });
    expect(JSON.stringify(call).replaceAll('sealed(hunter2)', '')).not.toContain('hunter2');
    await makeHttpRequest.call!(call, makeWorld(http));
    const { path, body } = server.asked[0]!;
    expect((path + body).match(/hunter2/g)).toHaveLength(2);
    expect(path + body).not.toContain('sealed');
  });

  it('only a GET may be sent again when its answer was lost', () => {
    expect(rendered({ url: server.url }).idempotent).toBe(true);
    expect(rendered({ method: 'POST', url: server.url }).idempotent).toBeFalsy();
  });
});

describe('what becomes of it', () => {
  it('is status, content type, body, and a JSON object taken apart', async () => {
    expect(await run({ url: '/object' })).toEqual({
      event: 'success',
      output: {
        status_code: 200,
        content_type: 'application/json; charset=utf-8',
        body: '{"foo":"bar"}',
        parsed: { foo: 'bar' },
      },
    });
  });

  it.each(['/array', '/wrong', '/200'])(
    'has nothing parsed where the body is no JSON object: %s',
    async url => {
      const { event, output } = await run({ url });
      expect(event).toBe('success');
      expect(output).not.toHaveProperty('parsed');
    },
  );

  it('may be an answer without a body', async () => {
    expect(await run({ url: '/bare' })).toEqual({
      event: 'success',
      output: { status_code: 204, content_type: '', body: '' },
    });
  });

  it.each(['/404', '/500', '/304'])('failed with its output: %s', async url => {
    const { event, output, warnings } = await run({ url });
    expect({ event, output, warnings }).toMatchObject({
      event: 'failed',
      output: { status_code: Number(url.slice(1)) },
      warnings: [{ code: 81016, message: expect.stringContaining(`${server.url}${url} answered`) as string }],
    });
  });

  it('failed, and JSON of another type is not parsed', async () => {
    const { event, output } = await run({ url: '/problem' });
    expect({ event, output }).toMatchObject({ event: 'failed', output: { status_code: 422 } });
    expect(output).not.toHaveProperty('parsed');
  });

  it('failed without output past 64 kB', async () => {
    const outcome = await run({ url: '/large' });
    expect(outcome).toMatchObject({ event: 'failed', warnings: [{ code: 81016 }] });
    expect(outcome.output).toBeUndefined();
  });

  it('failed without output past ten seconds', async () => {
    const timeouts: number[] = [];
    const hasty = {
      request: (request: Parameters<typeof http.request>[0]) => {
        timeouts.push(request.timeout);
        return http.request({ ...request, timeout: 50 });
      },
    };
    expect(await run({ url: '/silent' }, { http: hasty })).toMatchObject({ event: 'failed' });
    expect(timeouts).toEqual([10_000]);
  });

  it('failed when nobody is there, with a warning that tells no secret', async () => {
    const { call } = rendered({ url: `http://me:hunter2@127.0.0.1:${await freePort()}/?key=hunter2` });
    const outcome = await makeHttpRequest.call!(call, makeWorld(http));
    expect(outcome).toMatchObject({ event: 'failed', warnings: [{ code: 81016 }] });
    expect(JSON.stringify(outcome)).toContain('refused');
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });

  it.each(['', 'not a url', '/relative', 'ftp://host/', '<<INSERT YOUR URL>>'])(
    'failed at once where the URL is none: "%s"',
    url => {
      expect(rendered({ url })).toMatchObject({ event: 'failed', warnings: [{ code: 81014 }] });
    },
  );

  it('failed at once where a parameter is named "method"', () => {
    const parameters = [{ key: 'method', value: 'x' }];
    expect(rendered({ url: server.url, parameters })).toMatchObject({
      event: 'failed',
      warnings: [{ code: 81014 }],
    });
  });
});

describe("the account's credentials", () => {
  it('go to Twilio, in place of those in the URL', async () => {
    const { call } = rendered({ url: server.url.replace('//', '//a:b@') + '/x', add_twilio_auth: true });
    const world = makeWorld(http, { isTwilioHost: url => url.includes('/x') });
    await makeHttpRequest.call!(call, world);
    const { username, password } = world.credentials();
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    expect(server.asked[0]!.headers.authorization).toBe(`Basic ${basic}`);
  });

  it('go to nobody else: nothing is asked', async () => {
    expect(await run({ url: '/x', add_twilio_auth: true })).toMatchObject({
      event: 'failed',
      warnings: [{ code: 81014 }],
    });
    expect(server.asked).toHaveLength(0);
  });

  it('do not go along when Twilio redirects to somebody else', async () => {
    const isTwilioHost = (url: string): boolean => url.includes('/moved');
    await run({ url: '/moved', add_twilio_auth: true }, { isTwilioHost });
    expect(server.asked.map(({ headers }) => headers.authorization !== undefined)).toEqual([true, false]);
  });
});
