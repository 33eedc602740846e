import { connect } from 'node:net';
import type { Engine } from '../../setup/engine';
import { hex } from '../../setup/sid';
import { account, ask, basic, clientOf, definition, startRest } from './rest';

const reader = { sid: `SK${hex()}`, secret: hex(), readOnly: true };
const own = account({ apiKeys: [reader] });
const one = `/FW${hex()}`;
const execution = `${one}/Executions/FN${hex()}`;
let engine: Engine;
let url: string;

beforeAll(async () => {
  engine = await startRest([own]);
  url = `${engine.url}/v2/Flows`;
});
afterAll(() => engine.close());

const paths = [
  ['', 'GET, HEAD, POST, OPTIONS'],
  [one, 'GET, HEAD, POST, DELETE, OPTIONS'],
  ['/Validate', 'POST, OPTIONS'],
  [`${one}/Revisions`, 'GET, HEAD, OPTIONS'],
  [`${one}/Revisions/1`, 'GET, HEAD, OPTIONS'],
  [`${one}/TestUsers`, 'GET, HEAD, POST, OPTIONS'],
  [`${one}/Executions`, 'GET, HEAD, POST, OPTIONS'],
  [execution, 'GET, HEAD, POST, DELETE, OPTIONS'],
  [`${execution}/Context`, 'GET, HEAD, OPTIONS'],
  [`${execution}/Steps`, 'GET, HEAD, OPTIONS'],
  [`${execution}/Steps/FT${hex()}`, 'GET, HEAD, OPTIONS'],
  [`${execution}/Steps/FT${hex()}/Context`, 'GET, HEAD, OPTIONS'],
  [`${one}/EndExecutions`, 'POST, OPTIONS'],
] as const;

const methods = (text: unknown): string[] => String(text).split(', ').sort();

describe('the methods that a path takes', () => {
  it.each(paths)('are told where it refuses another one: %s', async (path, allowed) => {
    const { status, headers, body } = await ask(url + path, { method: 'PUT', account: own });
    expect([status, body['code']]).toEqual([405, 20004]);
    expect(methods(headers['allow'])).toEqual(methods(allowed));
  });

  it.each(paths)('are told whoever asks for them: %s', async (path, allowed) => {
    const { status, headers, text } = await ask(url + path, { method: 'OPTIONS' });
    expect([status, text]).toEqual([204, '']);
    expect(methods(headers['allow'])).toEqual(methods(allowed));
  });

  it('are none where nothing is', async () => {
    for (const origin of ['https://console.example.com', undefined]) {
      const { status, headers } = await ask(`${url}${one}/Nothing`, {
        method: 'OPTIONS',
        ...(origin !== undefined && { headers: { origin } }),
      });
      expect([status, headers['allow']]).toEqual([204, 'OPTIONS']);
    }
    const { status, headers } = await ask(`${url}${one}/Nothing`, { method: 'PUT', account: own });
    expect([status, headers['allow']]).toEqual([404, undefined]);
  });

  it('have no HEAD where there is nothing to read', async () => {
    const { status, headers } = await ask(`${url}${one}/EndExecutions`, { method: 'HEAD', account: own });
    expect([status, headers['allow']]).toEqual([405, 'POST, OPTIONS']);
  });
});

describe('HEAD', () => {
  const told = ({ status, headers }: Awaited<ReturnType<typeof ask>>) => ({
    status,
    type: headers['content-type'],
    length: headers['content-length'],
  });

  it('is answered as GET is, without the body, to a read-only key, too', async () => {
    const { sid } = await clientOf(engine.url, own).studio.v2.flows.create({
      friendlyName: 'H',
      status: 'published',
      definition: definition(),
    });
    const headers = { authorization: basic(reader.sid, reader.secret) };
    for (const path of ['', `/${sid}`, `/${sid}/Revisions`, `/${sid}/Revisions/1`, `/${sid}/Executions`]) {
      const got = await ask(url + path, { headers });
      const head = await ask(url + path, { method: 'HEAD', headers });
      expect({ path, ...told(head) }).toEqual({ path, ...told(got) });
      expect([head.status, Number(head.headers['content-length']) > 0]).toEqual([200, true]);
    }
  });

  it('has no body on the wire', async () => {
    const socket = connect(Number(new URL(url).port), new URL(url).hostname);
    const authorization = basic(own.sid, own.tokens[0]);
    const headers = ['Host: x', `Authorization: ${authorization}`, 'Connection: close'];
    socket.write(`HEAD /v2/Flows HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    let text = '';
    for await (const part of socket) text += String(part);
    expect(text).toMatch(/^HTTP\/1.1 200 /);
    expect(text).toMatch(/\r\n\r\n$/);
  });

  it.each([
    ['what is not there', one, 404],
    ['what is no SID', '/FW1', 404],
    ['no page', '?PageSize=0', 400],
  ])('is refused as GET is: %s', async (_what, path, status) => {
    const head = await ask(url + path, { method: 'HEAD', account: own });
    expect(told(head)).toEqual(told(await ask(url + path, { account: own })));
    expect(head.status).toBe(status);
  });

  it('asks for credentials as GET does', async () => {
    expect((await ask(url, { method: 'HEAD' })).status).toBe(401);
  });
});
