import type { ServerResponse } from 'node:http';
import { createHttp } from '../../activities/world/http';
import type { Json } from '../../flow/json';
import { serialize } from '../../twiml/serialize';
import { addTwimlRedirect } from '../../widgets/add-twiml-redirect';
import type { Call, Done, Wait, World } from '../../widgets/widget';
import { accountSid, flowSid, makeScope } from './scope';
import { answer, freePort, startServer, type Asked, type WebServer } from './web-server';
import { isSigned, makeWorld } from './world';

const http = createHttp();
const webhook = `https://engine.test/v1/Accounts/${accountSid}/Flows/${flowSid}`;
const hosted = `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}`;
const further = (target: number): string => `${webhook}?FlowEvent=fetch&FlowStep=7&FlowTarget=${target}`;
const escaped = (url: string): string => url.replaceAll('&', '&amp;');

/** The application that calls are redirected to; every test has its own. */
let application: (asked: Asked, response: ServerResponse) => void;
let server: WebServer;

beforeAll(async () => {
  server = await startServer((asked, response) => application(asked, response));
});

afterAll(async () => {
  await server.close();
  await http.close();
});

beforeEach(() => {
  server.asked.length = 0;
});

/** The widget, up to the page that it was redirected to. */
function redirect(path: string, world: Partial<World> = {}, properties: object = {}) {
  const url = path.startsWith('http') ? path : server.url + path;
  const { call } = addTwimlRedirect.run({ url, ...properties }, makeScope()) as Call;
  return fetch(call, world);
}

function fetch(input: Json, world: Partial<World> = {}): Promise<Done | Wait> {
  return addTwimlRedirect.call!(input, makeWorld(http, world));
}

/** A further page, as the workflow asks for it when Twilio comes for it with these parameters. */
function follow(page: Wait, target: number, params: Record<string, string>, world: Partial<World> = {}) {
  const input = page.further![target] as Record<string, Json>;
  return fetch(
    { ...input, params },
    { session: { ...makeWorld(http).session, memory: page.memory! }, ...world },
  );
}

const said = (outcome: Done | Wait): string[] => (outcome as Wait).verbs.map(serialize);
const twiml = (...verbs: string[]): string => `<?xml version="1.0"?><Response>${verbs.join('')}</Response>`;

describe('a request to the application', () => {
  beforeEach(() => {
    application = (_asked, response) => answer(response, twiml('<Hangup/>'));
  });

  it('is what Twilio would send: parameters, signature, names', async () => {
    await redirect('/voice?a=1');
    const [asked] = server.asked;
    expect(asked).toMatchObject({ method: 'POST', path: '/voice?a=1' });
    expect(Object.fromEntries(new URLSearchParams(asked!.body))).toEqual(makeScope().params);
    expect(isSigned(asked!)).toBe(true);
    expect(asked!.headers).toMatchObject({
      'user-agent': 'TwilioProxy/1.1',
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'i-twilio-idempotency-token': expect.stringMatching(
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      ) as string,
    });
  });

  it('by GET has everything in the signed URL', async () => {
    await redirect('/voice?a=1', {}, { method: 'GET' });
    const [asked] = server.asked;
    expect(asked).toMatchObject({ method: 'GET', body: '' });
    expect(Object.fromEntries(new URL(asked!.url).searchParams)).toEqual({ a: '1', ...makeScope().params });
    expect(isSigned(asked!)).toBe(true);
  });

  it('has one idempotency token for all attempts at a page, and another for the next page', async () => {
    application = (_asked, response) => answer(response, twiml('<Redirect>/next</Redirect>'));
    const page = (await redirect('/voice')) as Wait;
    await redirect('/voice');
    await follow(page, 0, {});
    const tokens = server.asked.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens[1]).toBe(tokens[0]);
    expect(tokens[2]).not.toBe(tokens[0]);
  });

  it('is signed anew for each HTTP redirect, whose GET has lost the form', async () => {
    application = ({ path }, response) => {
      if (path === '/voice') response.writeHead(302, { location: '/moved/' }).end();
      else answer(response, twiml('<Play>a.mp3</Play>'));
    };
    expect(said(await redirect('/voice'))).toEqual([`<Play>${server.url}/moved/a.mp3</Play>`]);
    expect(server.asked[1]).toMatchObject({ method: 'GET', path: '/moved/', body: '' });
    expect(server.asked.map(isSigned)).toEqual([true, true]);
  });
});

describe('the page that came back', () => {
  it('has absolute URLs wherever a URL stands', async () => {
    application = (_asked, response) => {
      answer(
        response,
        twiml(
          '<Play>../hello.mp3</Play>',
          '<Gather partialResultCallback="/partial" action="?digits"><Play>//cdn.test/p.mp3</Play></Gather>',
          '<Record recordingStatusCallback="status" transcribeCallback="text" action="/recorded"/>',
          '<Dial action="dialled" recordingStatusCallback="rec" referUrl="refer"><Number url="whisper" statusCallback="leg">1</Number><Conference waitUrl="music">x</Conference></Dial>',
          '<Enqueue action="queued" waitUrl="hold">support</Enqueue>',
          '<Start><Stream url="wss://stream.test/" statusCallback="stream"/></Start>',
          '<Connect><Stream url="audio"/></Connect>',
        ),
      );
    };
    expect(said(await redirect('/app/voice?x=1'))).toEqual([
      `<Play>${server.url}/hello.mp3</Play>`,
      `<Gather partialResultCallback="${server.url}/partial" action="${escaped(further(0))}"><Play>http://cdn.test/p.mp3</Play></Gather>`,
      `<Record recordingStatusCallback="${server.url}/app/status" transcribeCallback="${server.url}/app/text" action="${escaped(further(1))}"/>`,
      `<Dial action="${escaped(further(2))}" recordingStatusCallback="${server.url}/app/rec" referUrl="${server.url}/app/refer"><Number url="${server.url}/app/whisper" statusCallback="${server.url}/app/leg">1</Number><Conference waitUrl="${server.url}/app/music">x</Conference></Dial>`,
      `<Enqueue action="${escaped(further(3))}" waitUrl="${server.url}/app/hold">support</Enqueue>`,
      `<Start><Stream url="wss://stream.test/" statusCallback="${server.url}/app/stream"/></Start>`,
      `<Connect><Stream url="${server.url.replace('http', 'ws')}/app/audio"/></Connect>`,
    ]);
  });

  it('leads what goes on with the call through the execution, which keeps the targets', async () => {
    application = (_asked, response) => {
      answer(
        response,
        twiml('<Gather action="/digits" method="GET"/>', '<Redirect>https://other.test/x</Redirect>'),
      );
    };
    const page = (await redirect('/voice')) as Wait;
    expect(said(page)).toEqual([
      `<Gather action="${escaped(further(0))}" method="GET"/>`,
      `<Redirect>${escaped(further(1))}</Redirect>`,
    ]);
    expect(page.further).toEqual([
      { url: `${server.url}/digits`, method: 'GET', hop: 1 },
      { url: 'https://other.test/x', method: 'POST', hop: 1 },
    ]);
  });

  it('comes back to itself where it says no URL', async () => {
    application = (_asked, response) => answer(response, twiml('<Gather/>', '<Record/>', '<Redirect/>'));
    const { further } = (await redirect('/voice?x=1')) as Wait;
    expect(further).toHaveLength(3);
    expect(new Set(further!.map(target => (target as { url: string }).url))).toEqual(
      new Set([`${server.url}/voice?x=1`]),
    );
  });

  it("gives control back by hosted Studio's host or by ours, every byte of the query kept", async () => {
    const query = '?FlowEvent=return&amp;foo=a%20b+%2B&amp;foo=';
    application = (_asked, response) => {
      answer(
        response,
        twiml(
          `<Gather action="${hosted}${query}"/>`,
          `<Dial action="${webhook}${query}"><Number statusCallback="${hosted}">1</Number></Dial>`,
          `<Redirect method="GET">${hosted}${query}</Redirect>`,
        ),
      );
    };
    const page = (await redirect('/voice')) as Wait;
    expect(said(page)).toEqual([
      `<Gather action="${webhook}${query}"/>`,
      `<Dial action="${webhook}${query}"><Number statusCallback="${webhook}">1</Number></Dial>`,
      `<Redirect method="GET">${webhook}${query}</Redirect>`,
    ]);
    expect(page.further).toEqual([]);
  });

  it.each([
    [302, 'GET'],
    [307, 'POST'],
  ])('gives control back by an HTTP redirect, too: Twilio goes there itself (%s)', async (status, method) => {
    const query = '?FlowEvent=return&foo=a%20b';
    for (const location of [hosted + query, webhook + query]) {
      application = (_asked, response) => void response.writeHead(status, { location }).end();
      expect(said(await redirect('/voice'))).toEqual([
        `<Redirect method="${method}">${escaped(webhook + query)}</Redirect>`,
      ]);
    }
  });

  it('waits for the time that was asked for, which a further page does not change', async () => {
    application = (_asked, response) => answer(response, twiml('<Redirect>/next</Redirect>'));
    const first = (await redirect('/voice', {}, { timeout: '60' })) as Wait;
    expect(first.timeout).toEqual({ seconds: 60, event: 'timeout' });
    expect(await follow(first, 0, {})).not.toHaveProperty('timeout');
    expect(await redirect('/voice', {}, { timeout: '0' })).not.toHaveProperty('timeout');
  });

  it('hides secrets of its further pages from the history', async () => {
    application = ({ path }, response) => {
      if (path === '/voice') answer(response, twiml('<Redirect>/next?token=hunter2</Redirect>'));
      else answer(response, twiml('<Hangup/>'));
    };
    const page = (await redirect('/voice')) as Wait;
    expect(page.further).toEqual([
      { url: `${server.url}/next?token=sealed(hunter2)`, method: 'POST', hop: 1 },
    ]);
    await follow(page, 0, {});
    expect(server.asked[1]!.path).toBe('/next?token=hunter2');
  });

  it.each(['text/xml', 'application/xml; charset=utf-8', 'text/html', 'text/plain', 'Text/XML'])(
    'is TwiML as %s',
    async type => {
      application = (_asked, response) => answer(response, twiml('<Hangup/>'), type);
      expect(said(await redirect('/voice'))).toEqual(['<Hangup/>']);
    },
  );

  it('is spoken where it is plain text, and played where it is audio', async () => {
    application = ({ path }, response) => {
      answer(response, ' Fish & chips\n', path === '/text' ? 'text/plain' : 'audio/mpeg');
    };
    expect(said(await redirect('/text'))).toEqual(['<Say>Fish &amp; chips</Say>']);
    expect(said(await redirect('/audio.mp3'))).toEqual([`<Play>${server.url}/audio.mp3</Play>`]);
  });

  it('is played where it is audio of any length, from where it lies', async () => {
    application = ({ path }, response) => {
      if (path === '/voice') response.writeHead(302, { location: '/long.mp3' }).end();
      else answer(response, 'x'.repeat(64 * 1024 + 1), 'audio/mpeg');
    };
    expect(said(await redirect('/voice'))).toEqual([`<Play>${server.url}/long.mp3</Play>`]);
  });

  it('answers a message with plain text', async () => {
    application = (_asked, response) => answer(response, 'Hello', 'text/plain');
    const input = { url: `${server.url}/sms`, method: 'POST', params: { MessageSid: 'SM1' }, hop: 0 };
    expect(said(await fetch(input))).toEqual(['<Message>Hello</Message>']);
  });

  it('leaves reports about a message to Twilio', async () => {
    application = (_asked, response) => answer(response, twiml('<Message action="/sent">Hi</Message>'));
    const input = { url: `${server.url}/sms`, method: 'POST', params: { MessageSid: 'SM1' }, hop: 0 };
    expect(said(await fetch(input))).toEqual([`<Message action="${server.url}/sent">Hi</Message>`]);
  });
});

describe('cookies', () => {
  it('of the application come back with further pages, and are sealed in between', async () => {
    application = ({ path }, response) => {
      if (path === '/voice')
        response.setHeader('set-cookie', ['session=hunter2; Path=/', 'old=1; Max-Age=0']);
      answer(response, twiml('<Redirect>/next</Redirect>'));
    };
    const first = (await redirect('/voice')) as Wait;
    expect(first.memory).toMatch(/^sealed\(.*hunter2.*\)$/);
    const second = (await follow(first, 0, {})) as Wait;
    await follow(second, 0, {});
    expect(server.asked.map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      'session=hunter2',
      'session=hunter2',
    ]);
  });

  it('that come with an HTTP redirect count, those for another host do not', async () => {
    const other = await startServer((_asked, response) => answer(response, twiml('<Hangup/>')));
    application = ({ path }, response) => {
      if (path === '/voice') response.writeHead(302, { location: '/in', 'set-cookie': 'a=1' }).end();
      else response.writeHead(302, { location: other.url.replace('127.0.0.1', 'localhost') }).end();
    };
    await redirect('/voice');
    expect(server.asked[1]!.headers.cookie).toBe('a=1');
    expect(other.asked[0]!.headers.cookie).toBeUndefined();
    await other.close();
  });

  it('that nobody can read are passed over', async () => {
    application = (_asked, response) => {
      response.setHeader('set-cookie', ['=;;;', 'a=1; Domain=elsewhere.test']);
      answer(response, twiml('<Hangup/>'));
    };
    expect(await redirect('/voice')).toMatchObject({ memory: '' });
  });
});

/** Everything that may be wrong with a page. The path asks the application for it. */
const mistakes: [string, string][] = [
  ['/404', 'answered 404'],
  ['/500', 'answered 500'],
  ['/304', 'answered 304'],
  ['/silent', 'no whole answer within 100 ms'],
  ['/broken', 'broke off'],
  ['/loop', 'more than 10 HTTP redirects'],
  ['/large', 'larger than 65536 bytes'],
  ['/not-xml', '12100'],
  ['/not-closed', '12100'],
  ['/not-twiml', '12102'],
  ['/json', '12300'],
  ['/untyped', '12300'],
  ['/empty', '11770'],
  ['/metadata', 'never reached'],
];

function makeMistake({ path }: Asked, response: ServerResponse): void {
  if (/^\/\d/.test(path))
    answer(response, twiml('<Say>An error page</Say>'), 'text/xml', Number.parseInt(path.slice(1), 10));
  else if (path === '/broken') response.socket?.destroy();
  else if (path === '/loop') response.writeHead(302, { location: '/loop' }).end();
  else if (path === '/large') answer(response, twiml(`<Say>${'x'.repeat(64 * 1024)}</Say>`));
  else if (path === '/not-xml') answer(response, 'Hello');
  else if (path === '/not-closed') answer(response, '<Response><Say>Hello</Response>');
  else if (path === '/not-twiml') answer(response, '<html><body>Hello</body></html>', 'text/html');
  else if (path === '/json') answer(response, '{}', 'application/json');
  else if (path === '/untyped') response.end(twiml('<Hangup/>'));
  else if (path === '/empty') answer(response, '');
  else if (path === '/metadata') response.writeHead(302, { location: 'http://0xA9FEA9FE/latest/' }).end();
  else if (path === '/first') answer(response, twiml('<Gather action="/second"/>'));
  else if (path.startsWith('/second'))
    answer(response, twiml(`<Redirect>${new URLSearchParams(path.slice(8)).get('to')}</Redirect>`));
}

describe('a page that cannot be used', () => {
  /** Waits for no page that never comes. */
  const hasty = {
    request: (request: Parameters<typeof http.request>[0]) =>
      http.request({ ...request, ...(request.url.endsWith('/silent') && { timeout: 100 }) }),
  };

  beforeEach(() => {
    application = makeMistake;
  });

  it.each(mistakes)('fails as the first page: %s', async (path, reason) => {
    const outcome = await redirect(path, { http: hasty });
    expect(outcome).toMatchObject({ event: 'fail', warnings: [{ code: 81016 }] });
    expect(JSON.stringify(outcome)).toContain(`POST ${server.url}${path}`);
    expect(JSON.stringify(outcome)).toContain(reason);
  });

  it.each(mistakes)('fails as the third page: %s', async (path, reason) => {
    const gather = (await redirect('/first')) as Wait;
    gather.further = [{ ...(gather.further![0] as object), url: `${server.url}/second?to=${path}` }];
    const third = (await follow(gather, 0, { Digits: '1' })) as Wait;
    const outcome = await follow(third, 0, { Digits: '1' }, { http: hasty });
    expect(outcome).toMatchObject({ event: 'fail', warnings: [{ code: 81016 }] });
    expect(JSON.stringify(outcome)).toContain(reason);
  });

  it('fails where nobody listens, first page or later', async () => {
    const closed = `http://127.0.0.1:${await freePort()}/`;
    application = (_asked, response) => answer(response, twiml(`<Redirect>${closed}</Redirect>`));
    const page = (await redirect('/voice')) as Wait;
    for (const outcome of [await redirect(closed), await follow(page, 0, {})]) {
      expect(outcome).toMatchObject({ event: 'fail', warnings: [{ code: 81016 }] });
      expect(JSON.stringify(outcome)).toContain('refused');
    }
  });

  it.each(['http://[nowhere/', 'ftp://127.0.0.1/', 'wss://127.0.0.1/'])(
    'fails where a page leads to a URL that is none, but not before: %s',
    async bad => {
      application = (_asked, response) =>
        answer(response, twiml('<Gather action="/ok"/>', `<Redirect>${bad}</Redirect>`));
      const page = (await redirect('/voice')) as Wait;
      expect(await follow(page, 0, {})).toHaveProperty('resume');
      expect(await follow(page, 1, {})).toMatchObject({ event: 'fail', warnings: [{ code: 81016 }] });
    },
  );

  it('never tells a secret of the URL', async () => {
    const outcome = await redirect(`${server.url.replace('//', '//me:hunter2@')}/404?key=hunter2`);
    expect(outcome).toMatchObject({ event: 'fail' });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
  });

  it('gives the application 15 seconds and 64 kB', async () => {
    const asked: unknown[] = [];
    const spy = {
      request: (request: Parameters<typeof http.request>[0]) => {
        asked.push(request);
        return http.request(request);
      },
    };
    await redirect('/404', { http: spy });
    expect(asked).toMatchObject([{ timeout: 15_000, maxBytes: 65_536, maxRedirects: 10 }]);
  });
});
