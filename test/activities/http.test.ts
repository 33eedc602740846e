import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createHttp } from '../../activities/world/http';
import { FLOW_REQUEST } from '../../widgets/http/flow-request';
import type { HttpRequest } from '../../widgets/widget';
import { answer, freePort, startServer, type WebServer } from '../widgets/web-server';

const http = createHttp();
const sockets = new Set<unknown>();
let server: WebServer;

beforeAll(async () => {
  server = await startServer(({ path }, response) => {
    sockets.add(response.socket);
    const [, status, location] = /^\/(30\d)\/(.*)$/.exec(path) ?? [];
    if (status) response.writeHead(Number(status), { location: decodeURIComponent(location ?? '') }).end();
    else if (path === '/loop') response.writeHead(302, { location: '/loop', 'set-cookie': 'a=1' }).end();
    else if (path === '/nowhere') response.writeHead(302).end('no location');
    else if (path === '/silent') return;
    else if (path === '/dribble') response.writeHead(200).write('a bit, and then nothing');
    else if (path === '/large') answer(response, 'x'.repeat(1025), 'text/plain');
    else if (path === '/latin')
      response.setHeader('content-type', 'text/plain; charset=iso-8859-1').end(Buffer.from([0xfc]));
    else if (path === '/broken') response.socket?.destroy();
    else answer(response, 'hello', 'text/plain');
  });
});

afterAll(async () => {
  await server.close();
  await http.close();
});

beforeEach(() => {
  server.asked.length = 0;
});

function ask(path: string, request: Partial<HttpRequest> = {}) {
  const url = path.startsWith('/') ? server.url + path : path;
  return http.request({ method: 'GET', url, timeout: 2000, maxBytes: 1024, maxRedirects: 3, ...request });
}

const to = (path: string, status: number): string => `/${status}/${encodeURIComponent(path)}`;

describe('an answer', () => {
  it('has the status, the headers, the text, and the URL that it came from', async () => {
    const response = await ask('/greeting?to=you#part');
    expect(response).toMatchObject({ status: 200, body: 'hello', url: `${server.url}/greeting?to=you` });
    expect(response.headers['content-type']).toBe('text/plain');
  });

  it('is read in the character set that it names', async () => {
    expect((await ask('/latin')).body).toBe('ü');
  });

  it('comes by a connection that is used again', async () => {
    sockets.clear();
    for (let count = 0; count < 10; count += 1) await ask('/');
    expect(sockets.size).toBeLessThan(3);
  });
});

describe('user and password of a URL', () => {
  it('are sent as basic credentials, decoded', async () => {
    await ask(server.url.replace('//', '//me:p%40ss@') + '/');
    expect(server.asked[0]!.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });

  it('do not go along to another host', async () => {
    const other = await startServer((_asked, response) => answer(response, 'other'));
    await ask(server.url.replace('//', '//me:secret@') + to(other.url, 302));
    expect(other.asked[0]!.headers.authorization).toBeUndefined();
    await other.close();
  });
});

describe('HTTP redirects', () => {
  const form = { method: 'POST' as const, body: 'a=1', headers: { 'content-type': 'text/x' } };

  it.each([301, 302, 303])('make a GET without a body of a POST after %i', async status => {
    expect((await ask(to('/there', status), form)).url).toBe(`${server.url}/there`);
    expect(server.asked[1]).toMatchObject({ method: 'GET', path: '/there', body: '' });
    expect(server.asked[1]!.headers['content-type']).toBeUndefined();
  });

  it.each([307, 308])('leave a POST as it is after %i', async status => {
    await ask(to('/there', status), form);
    expect(server.asked[1]).toMatchObject({ method: 'POST', path: '/there', body: 'a=1' });
  });

  it('are told of, each with its own headers', async () => {
    const seen: string[] = [];
    await ask(to('/there', 302), {
      headersFor: (url, method) => ({ 'x-for': `${method} ${url}` }),
      onResponse: url => seen.push(url),
    });
    expect(server.asked[1]!.headers['x-for']).toBe(`GET ${server.url}/there`);
    expect(seen).toHaveLength(2);
  });

  it('are returned, not followed, when none is to be followed', async () => {
    expect((await ask('/loop', { maxRedirects: 0 })).status).toBe(302);
  });

  it('are returned where they lead nowhere', async () => {
    expect(await ask('/nowhere')).toMatchObject({ status: 302, body: 'no location' });
  });

  it('end after as many as are allowed', async () => {
    await expect(ask('/loop')).rejects.toMatchObject({ code: 'too-many-redirects' });
    expect(server.asked).toHaveLength(4);
  });

  it('do not lead out of HTTP', async () => {
    await expect(ask(to('ftp://127.0.0.1/', 302))).rejects.toMatchObject({ code: 'bad-url' });
  });
});

describe('every request', () => {
  it('says that a flow has named its URL, after redirects and whatever other headers say', async () => {
    await ask(to('/there', 302), {
      headers: { [FLOW_REQUEST]: '' },
      headersFor: () => ({ [FLOW_REQUEST]: '' }),
    });
    expect(server.asked.map(({ headers }) => headers[FLOW_REQUEST])).toEqual(['flow', 'flow']);
  });
});

describe('without an answer', () => {
  it('a closed port is refused', async () => {
    await expect(ask(`http://127.0.0.1:${await freePort()}/`)).rejects.toMatchObject({ code: 'refused' });
  });

  it.each(['/silent', '/dribble'])('%s is a time-out', async path => {
    await expect(ask(path, { timeout: 100 })).rejects.toMatchObject({ code: 'timeout' });
  });

  it('an unknown name is a matter of DNS', async () => {
    await expect(ask('http://nowhere.invalid/')).rejects.toMatchObject({ code: 'dns' });
  });

  it('plain HTTP behind https: is a matter of TLS', async () => {
    await expect(ask(server.url.replace('http:', 'https:'))).rejects.toMatchObject({ code: 'tls' });
  });

  it('more bytes than allowed are too many', async () => {
    await expect(ask('/large')).rejects.toMatchObject({ code: 'too-large' });
    expect((await ask('/large', { maxBytes: 1025 })).body).toHaveLength(1025);
  });

  it('a connection that breaks off is a matter of protocol', async () => {
    await expect(ask('/broken')).rejects.toMatchObject({ code: 'protocol' });
  });

  it('something else than HTTP is a matter of protocol', async () => {
    const talker = createServer(socket => void socket.on('error', () => undefined).end('220 mail\r\n\r\n'));
    await new Promise<void>(listening => talker.listen(0, '127.0.0.1', listening));
    const { port } = talker.address() as AddressInfo;
    await expect(ask(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'protocol' });
    talker.close();
  });

  it.each(['', 'no url', 'ftp://127.0.0.1/', 'http://'])('"%s" is a bad URL', async url => {
    await expect(
      http.request({ method: 'GET', url, timeout: 100, maxBytes: 1, maxRedirects: 0 }),
    ).rejects.toMatchObject({ code: 'bad-url' });
  });

  it('a cancelled request tells why it was cancelled', async () => {
    const controller = new AbortController();
    const asking = ask('/silent', { signal: controller.signal });
    const reason = new Error('the execution was cancelled');
    controller.abort(reason);
    await expect(asking).rejects.toBe(reason);
  });
});

describe('cloud metadata', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://0xA9FEA9FE/',
    'http://0251.0376.0251.0376/',
    'http://169.254.170.2/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[fd00:ec2::254]/',
    'http://[fe80::1]/',
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'http://192.0.0.192/',
    'http://metadata.google.internal/',
    'http://METADATA.google.internal./',
  ])('%s is never reached', async url => {
    await expect(ask(url)).rejects.toMatchObject({ code: 'blocked' });
  });

  it('is not reached by a redirect', async () => {
    await expect(ask(to('http://0xA9FEA9FE/', 302))).rejects.toMatchObject({ code: 'blocked' });
  });
});
