import { TwilioError } from '../../widgets/twilio-error';
import { answer, freePort, startServer, type WebServer } from '../widgets/web-server';
import { clientsAt, SID, startTcp } from './twilio-server';

const SECRET = 'first-token';
const TIMEOUT = 400;
type Answering = [status: number, body: unknown, headers?: Record<string, string>];

/** What comes of sending a message by way of a base URL. */
async function sending(baseUrl: string, timeout = 2000): Promise<TwilioError> {
  const clients = clientsAt(baseUrl, timeout);
  try {
    const { sid } = await (await clients.of(SID)).messages.create({ to: '+1555', from: '+1556', body: 'Hi' });
    throw new Error(`${sid} was sent`);
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error;
    return error;
  } finally {
    await clients.close();
  }
}

/** What is left of a TwilioError. */
const parts = ({ message, code, status, accepted, retryAfter }: TwilioError) => ({
  message,
  code,
  status,
  accepted,
  retryAfter,
});

describe("Twilio's answer", () => {
  let server: WebServer;
  let answering: Answering;

  beforeAll(async () => {
    server = await startServer((_asked, response) => {
      const [status, body, headers = {}] = answering;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      if (typeof body === 'string') answer(response, body, 'text/html', status);
      else answer(response, JSON.stringify(body), 'application/json', status);
    });
  });

  afterAll(() => server.close());

  async function answered(...with_: Answering): Promise<ReturnType<typeof parts>> {
    answering = with_;
    server.asked.length = 0;
    const error = await sending(server.url);
    // The library repeats nothing by itself.
    expect(server.asked).toHaveLength(1);
    expect(`${error.message}${error.stack ?? ''}${JSON.stringify(error)}`).not.toContain(SECRET);
    return parts(error);
  }

  it('keeps its code and message where it refuses', async () => {
    const message = "The 'To' number +1555 is not a valid phone number.";
    expect(await answered(400, { code: 21211, message, status: 400 })).toEqual({
      message,
      code: 21211,
      status: 400,
      accepted: 'no',
      retryAfter: undefined,
    });
  });

  it('has no code of its own, and then the HTTP status is the code', async () => {
    expect(await answered(401, { message: 'Authenticate' })).toMatchObject({
      message: 'Authenticate',
      code: 401,
      status: 401,
      accepted: 'no',
    });
  });

  it('is understood in the newer form, too', async () => {
    const problem = { type: 'https://twilio.test/30001', title: 'Bad thing', status: 422, code: 30001 };
    expect(await answered(422, problem)).toMatchObject({ message: 'Bad thing', code: 30001, accepted: 'no' });
    expect(await answered(422, { ...problem, detail: 'The body is too long' })).toMatchObject({
      message: 'The body is too long',
    });
  });

  it.each([400, 401, 403, 404, 409, 410, 422, 501])('%i is a refusal', async status => {
    expect(await answered(status, { code: 20001, message: 'No' })).toMatchObject({ accepted: 'no', status });
  });

  it.each([500, 502, 504])('%i leaves open what has been done', async status => {
    expect(await answered(status, '<html><h1>Bad Gateway</h1></html>')).toEqual({
      message: `HTTP status ${status} came without an explanation`,
      code: status,
      status,
      accepted: 'maybe',
      retryAfter: undefined,
    });
  });

  it('503 wants to be asked again', async () => {
    expect(await answered(503, '', { 'retry-after': '7' })).toMatchObject({
      code: 503,
      accepted: 'later',
      retryAfter: 7000,
    });
  });

  it('429 wants to be asked again', async () => {
    expect(await answered(429, { code: 20429, message: 'Too Many Requests' })).toMatchObject({
      message: 'Too Many Requests',
      code: 20429,
      accepted: 'later',
      retryAfter: undefined,
    });
  });

  it.each([21611, 20429, 14107])('a limit wants to be asked again, whatever its status: %i', async code => {
    expect(await answered(400, { code, message: 'Slower' })).toMatchObject({ code, accepted: 'later' });
  });

  it('tells until when to wait by a date', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const { retryAfter } = await answered(429, {}, { 'retry-after': date });
    expect(retryAfter).toBeGreaterThan(50_000);
    expect(retryAfter).toBeLessThanOrEqual(60_000);
  });

  it.each(['0', '-5', 'soon', new Date(0).toUTCString()])('tells of no delay by "%s"', async header => {
    expect(await answered(429, {}, { 'retry-after': header })).toMatchObject({ retryAfter: undefined });
  });

  it.each(['', 'done', 'null', '12'])(
    'is lost where it succeeds with what is not a resource: "%s"',
    async body => {
      expect(await answered(201, body)).toMatchObject({
        message: 'HTTP status 201 came without JSON',
        code: 201,
        accepted: 'maybe',
      });
    },
  );

  it('that leads elsewhere is not followed', async () => {
    expect(await answered(302, '', { location: server.url })).toMatchObject({ status: 302, accepted: 'no' });
  });
});

describe('nothing was sent', () => {
  it('where the connection is refused', async () => {
    expect(parts(await sending(`http://127.0.0.1:${await freePort()}`))).toEqual({
      message: 'Twilio cannot be reached: the connection was refused (ECONNREFUSED)',
      code: 0,
      status: 0,
      accepted: 'later',
      retryAfter: undefined,
    });
  });

  it('where the host is unknown', async () => {
    const error = await sending('http://nowhere.invalid');
    expect(error).toMatchObject({ status: 0, accepted: 'later' });
    expect(error.message).toMatch(/^Twilio cannot be reached: the host name cannot be resolved \(E/);
  });

  it('where no TLS connection comes about', async () => {
    const server = await startTcp(socket => socket.end('220 mail\r\n'));
    const error = await sending(`https://127.0.0.1:${server.port}`);
    server.close();
    expect(error).toMatchObject({ accepted: 'later' });
    expect(error.message).toMatch(/^Twilio cannot be reached: no secure connection/);
  });

  it('where the connection is dropped before it is secure', async () => {
    const server = await startTcp(socket => socket.once('data', () => socket.destroy()));
    const error = await sending(`https://127.0.0.1:${server.port}`);
    server.close();
    expect(error).toMatchObject({ accepted: 'later' });
  });

  it('where the connection takes too long', async () => {
    const server = await startTcp(() => undefined);
    const error = await sending(`https://127.0.0.1:${server.port}`, TIMEOUT);
    server.close();
    expect(error).toMatchObject({ accepted: 'later' });
    expect(error.message).toMatch(/^Twilio cannot be reached: no answer in time/);
  });
});

describe('the answer was lost', () => {
  it.each([
    ['is closed', 'end'],
    ['is dropped', 'destroy'],
    ['is reset', 'resetAndDestroy'],
  ] as const)('where the connection %s after the request', async (_how, close) => {
    let received = '';
    const server = await startTcp(socket =>
      socket.on('data', chunk => {
        received += chunk.toString();
        if (received.includes('Body=Hi')) socket[close]();
      }),
    );
    const error = await sending(`http://127.0.0.1:${server.port}`);
    server.close();
    expect(received.match(/^POST /gm)).toHaveLength(1);
    expect(error).toMatchObject({ code: 0, status: 0, accepted: 'maybe' });
    expect(error.message).toMatch(/^Twilio's answer was lost: the connection broke off/);
  });

  it('where a connection that was used before is dropped', async () => {
    let asked = 0;
    const server = await startServer((_asked, response) => {
      asked += 1;
      if (asked === 1) answer(response, '{"sid":"SM1"}', 'application/json', 201);
      else response.socket?.destroy();
    });
    const clients = clientsAt(server.url);
    const { messages } = await clients.of(SID);
    const message = { to: '+1555', from: '+1556', body: 'Hi' };
    await messages.create(message);
    await expect(messages.create(message)).rejects.toMatchObject({ accepted: 'maybe' });
    expect(asked).toBe(2);
    await clients.close();
    await server.close();
  });

  it.each([
    ['nothing', ''],
    ['half an answer', 'HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{"sid'],
  ])('where %s comes in time', async (_what, bytes) => {
    const server = await startTcp(socket => socket.once('data', () => socket.write(bytes)));
    const begun = Date.now();
    const error = await sending(`http://127.0.0.1:${server.port}`, TIMEOUT);
    server.close();
    expect(Date.now() - begun).toBeLessThan(10 * TIMEOUT);
    expect(error).toMatchObject({
      message: `Twilio's answer was lost: no whole answer within ${TIMEOUT} ms`,
      accepted: 'maybe',
    });
  });

  it('where it does not come to an end in time, however much comes', async () => {
    const server = await startTcp(socket => {
      socket.write('HTTP/1.1 201 Created\r\nContent-Length: 99999\r\n\r\n');
      const dribble = setInterval(() => socket.write(' '), TIMEOUT / 10);
      socket.once('close', () => clearInterval(dribble));
    });
    const error = await sending(`http://127.0.0.1:${server.port}`, TIMEOUT);
    server.close();
    expect(error).toMatchObject({ accepted: 'maybe' });
  });

  it('where it breaks off in the middle', async () => {
    const server = await startTcp(socket =>
      socket.once('data', () => socket.end('HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{"sid')),
    );
    const error = await sending(`http://127.0.0.1:${server.port}`);
    server.close();
    expect(error).toMatchObject({ accepted: 'maybe' });
  });

  it('where it is not HTTP', async () => {
    const server = await startTcp(socket => socket.once('data', () => socket.end('220 mail\r\n\r\n')));
    const error = await sending(`http://127.0.0.1:${server.port}`);
    server.close();
    expect(error).toMatchObject({ accepted: 'maybe' });
  });
});
