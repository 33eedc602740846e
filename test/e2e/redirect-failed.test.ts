import type { ServerResponse } from 'node:http';
import { newSid } from '../../phone/params';
import { heard, type CallRecord } from '../../phone/record';
import { Application, twiml } from '../phone/application';
import { answer, freePort, startServer, type WebServer } from '../widgets/web-server';
import { Engine } from '../setup/engine';
import { flowOf, redirect, say } from './flows';

const APOLOGY = 'We are sorry, an application error has occurred. Goodbye.';
const FLOW = newSid('FW');
const FLOW_THAT_SAYS_FAILED = newSid('FW');

const flowWith = (failure: string) =>
  flowOf(
    say('hello', 'Hello.', 'app'),
    redirect('app', { url: '{{trigger.call.Url}}' }, { return: 'back', timeout: 'late', [failure]: 'sorry' }),
    say('back', 'Back.'),
    say('late', 'Too late.'),
    say('sorry', 'The application is closed.'),
  );
const flows = { [FLOW]: flowWith('fail'), [FLOW_THAT_SAYS_FAILED]: flowWith('failed') };

/** Pages that Twilio could not use, by their paths. */
const mistakes: Record<string, (response: ServerResponse) => void> = {
  '/404': response =>
    void response.writeHead(404, { 'content-type': 'text/xml' }).end(twiml('<Say>No</Say>')),
  '/500': response =>
    void response.writeHead(500, { 'content-type': 'text/xml' }).end(twiml('<Say>No</Say>')),
  '/broken-off': response => void response.socket?.destroy(),
  '/not-xml': response => void response.writeHead(200, { 'content-type': 'text/xml' }).end('Hello'),
  '/not-twiml': response =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Hello</body></html>'),
  '/json': response => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
  '/in-circles': response => void response.writeHead(302, { location: '/in-circles' }).end(),
};

/** An application with all mistakes; its third page is the one that `third` names. */
function start(third = ''): Promise<Application> {
  const pages: ConstructorParameters<typeof Application>[0] = {
    '/': '<Say>Welcome.</Say><Gather action="/second"/>',
    '/second': `<Redirect>${third}</Redirect>`,
  };
  for (const [path, make] of Object.entries(mistakes)) {
    pages[path] = (_seen, response) => {
      make(response);
      return undefined;
    };
  }
  return Application.start(pages);
}

/** The engine asks the application, or Twilio does. */
let engine: Engine;
let twilioAsks: Engine;
/** Calls to an application that says nothing; they go on while the other tests run. */
let silence: WebServer;
let silent: Promise<CallRecord[]>;

beforeAll(async () => {
  engine = await Engine.start({ flows });
  silence = await startServer(({ path }, response) => {
    if (path === '/first') answer(response, twiml('<Say>Welcome.</Say><Gather action="/second"/>'));
    if (path === '/second') answer(response, twiml('<Redirect>/third</Redirect>'));
  });
  const call = (path: string) => engine.call(FLOW, ['1'], { parameters: { Url: silence.url + path } });
  silent = Promise.all(['/third', '/first'].map(call));
  twilioAsks = await Engine.start({ flows, settings: { redirectFetch: 'twilio' } });
});
afterAll(async () => {
  await silence.close();
  await engine.close();
  await twilioAsks.close();
});

const ended = (by: Engine, { callSid }: CallRecord) => by.execution(FLOW, callSid).handle.result();

describe('the engine asks: whatever is wrong with a page, the flow goes on', () => {
  const FAILED = { reason: 'completed', way: ['Trigger', 'hello', 'app', 'sorry'] };

  async function first(url: string): Promise<void> {
    const record = await engine.call(FLOW, [], { parameters: { Url: url } });
    expect(heard(record)).toEqual(['Hello.', 'The application is closed.']);
    expect(record).toMatchObject({ reason: 'hangup', status: 'completed' });
    expect(await ended(engine, record)).toMatchObject(FAILED);
  }

  async function third(url: string): Promise<void> {
    const application = await start(url);
    const record = await engine.call(FLOW, ['1'], { parameters: { Url: application.url() } });
    expect(heard(record)).toEqual(['Hello.', 'Welcome.', 'The application is closed.']);
    expect(record).toMatchObject({ reason: 'hangup', status: 'completed' });
    expect(await ended(engine, record)).toMatchObject(FAILED);
  }

  it.each(Object.keys(mistakes))('%s as the first page', async path => first((await start()).url(path)));

  it.each(Object.keys(mistakes))('%s as the third page', path => third(path));

  it('nobody listens, first page or third', async () => {
    const closed = `http://127.0.0.1:${await freePort()}/`;
    await first(closed);
    await third(closed);
  });

  it.each(['http://[nowhere/', 'ftp://127.0.0.1/', 'http:///'])('a URL that is none: %s', async url => {
    await first(url);
    await third(url);
  });

  it('a URL that Liquid has made unusable', () => first('http://127.0.0.1/?name=Ann Lee'));

  it('may be called `failed` in a definition, too', async () => {
    const application = await start();
    const record = await engine.call(FLOW_THAT_SAYS_FAILED, [], {
      parameters: { Url: application.url('/404') },
    });
    expect(heard(record)).toEqual(['Hello.', 'The application is closed.']);
  });

  it('is told in the steps, with what was asked and what was wrong', async () => {
    const application = await start();
    const { callSid } = await engine.call(FLOW, [], { parameters: { Url: application.url('/500') } });
    const steps = await engine.execution(FLOW, callSid).handle.query('steps');
    expect(steps).toContainEqual(
      expect.objectContaining({
        from: 'app',
        name: 'fail',
        to: 'sorry',
        warnings: [
          {
            code: 81016,
            message: `Outgoing HTTP request failed: POST ${application.url('/500')} answered 500`,
          },
        ],
      }),
    );
  });
});

describe('Twilio asks: the flow does not learn of it, and ends with the call', () => {
  const PARKED = { reason: 'hangup', way: ['Trigger', 'hello'] };

  it.each(Object.keys(mistakes))('%s as the first page', async path => {
    const application = await start();
    const record = await twilioAsks.call(FLOW, [], { parameters: { Url: application.url(path) } });
    expect(heard(record)).toEqual(['Hello.', APOLOGY]);
    expect(record.reason).toBe('application-error');
    expect(await ended(twilioAsks, record)).toMatchObject(PARKED);
  });

  it.each(Object.keys(mistakes))('%s as the third page', async path => {
    const application = await start(path);
    const record = await twilioAsks.call(FLOW, ['1'], { parameters: { Url: application.url() } });
    expect(heard(record)).toEqual(['Hello.', 'Welcome.', APOLOGY]);
    expect(await ended(twilioAsks, record)).toMatchObject(PARKED);
  });

  it('nobody listens, or nobody answers', async () => {
    const silent = await Application.start({ '/': () => undefined });
    const closed = `http://127.0.0.1:${await freePort()}/`;
    for (const Url of [closed, silent.url()]) {
      const record = await twilioAsks.call(FLOW, [], { parameters: { Url }, webhookTimeout: 1_000 });
      expect(heard(record)).toEqual(['Hello.', APOLOGY]);
      expect(await ended(twilioAsks, record)).toMatchObject(PARKED);
    }
  });

  it.each(['http://[nowhere/', 'ftp://127.0.0.1/', 'http:///', 'http://127.0.0.1/?name=Ann Lee', ''])(
    'only a URL that cannot be parsed fails: "%s"',
    async Url => {
      const record = await twilioAsks.call(FLOW, [], { parameters: { Url } });
      expect(heard(record)).toEqual(['Hello.', 'The application is closed.']);
      expect(await ended(twilioAsks, record)).toMatchObject({ reason: 'completed' });
    },
  );
});

it('the engine asks: a page that says nothing within 15 seconds fails too, first or third', async () => {
  const [first, third] = (await silent).map(heard);
  expect(first).toEqual(['Hello.', 'The application is closed.']);
  expect(third).toEqual(['Hello.', 'Welcome.', 'The application is closed.']);
});
