import { createEndCall } from '../../activities/end-call';
import { createTakeBack } from '../../activities/take-back';
import { answer, startServer, type WebServer } from '../widgets/web-server';
import { clientsAt, SID } from './twilio-server';

const CALL = { accountSid: SID, callSid: `CA${'d'.repeat(32)}` };
const URL = 'https://engine.test/flow?FlowEvent=listen&FlowStep=3';
let server: WebServer;
let clients: ReturnType<typeof clientsAt>;
type Answering = [status: number, body: object, retryAfter?: string];
let answering: Answering;
/** What is said of the call, where that is something else. */
let found: Answering | undefined;

beforeAll(async () => {
  server = await startServer(({ method }, response) => {
    const [status, body, retryAfter] = (method === 'GET' && found) || answering;
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    answer(response, JSON.stringify(body), 'application/json', status);
  });
  clients = clientsAt(server.url);
});

afterAll(async () => {
  await clients.close();
  await server.close();
});

beforeEach(() => {
  server.asked.length = 0;
  answering = [200, { sid: CALL.callSid }];
  found = undefined;
});

const endCall = () => createEndCall(clients.of)(CALL);
const takeBack = () => createTakeBack(clients.of)({ ...CALL, url: URL });

it('a call is ended', async () => {
  await endCall();
  expect(server.asked).toMatchObject([
    {
      method: 'POST',
      path: `/2010-04-01/Accounts/${SID}/Calls/${CALL.callSid}.json`,
      body: 'Status=completed',
    },
  ]);
});

it('a call is led to another document', async () => {
  expect(await takeBack()).toBe(true);
  const form = new URLSearchParams(server.asked[0]!.body);
  expect(Object.fromEntries(form)).toEqual({ Url: URL, Method: 'POST' });
});

it.each([
  [400, 21220],
  [404, 20404],
])('a call that is over (%i, %i) is no failure', async (status, code) => {
  answering = [status, { code, message: 'Call is not in-progress. Cannot redirect.' }];
  found = status === 404 ? undefined : [200, { sid: CALL.callSid, status: 'completed' }];
  await endCall();
  expect(await takeBack()).toBe(false);
});

it.each(['queued', 'ringing', 'in-progress'])(
  'a call that had not been answered yet (%s now) is asked for again',
  async status => {
    answering = [400, { code: 21220, message: 'Call is not in-progress. Cannot redirect.' }];
    found = [200, { sid: CALL.callSid, status }];
    await expect(takeBack()).rejects.toMatchObject({ type: 'RetryLater', nextRetryDelay: 1000 });
    found = [503, {}];
    await expect(takeBack()).rejects.toMatchObject({ type: 'RetryLater' });
  },
);

describe.each([
  ['endCall', endCall],
  ['takeBack', takeBack],
])('%s', (_name, ask) => {
  it('is not tried again where Twilio refuses', async () => {
    answering = [401, { code: 20003, message: 'Authenticate' }];
    await expect(ask()).rejects.toMatchObject({
      message: '20003 Authenticate',
      type: 'TwilioError',
      nonRetryable: true,
    });
  });

  it('is tried again when Twilio wants it', async () => {
    answering = [429, { code: 20429, message: 'Too Many Requests' }, '3'];
    await expect(ask()).rejects.toMatchObject({
      message: 'Too Many Requests',
      type: 'RetryLater',
      nonRetryable: false,
      nextRetryDelay: 3000,
    });
  });

  it('is tried again where the answer was lost', async () => {
    answering = [502, {}];
    await expect(ask()).rejects.toMatchObject({ type: 'RetryLater', nonRetryable: false });
  });
});
