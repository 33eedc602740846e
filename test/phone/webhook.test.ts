import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { PhoneError } from '../../phone/errors';
import { heard, requests } from '../../phone/record';
import { Application, call, twiml } from './application';

const APOLOGY = 'We are sorry, an application error has occurred. Goodbye.';

describe('a webhook', () => {
  test('is signed, whatever its URL looks like, and so are callbacks', async () => {
    const application = await Application.start({
      '/': `<Redirect>/q?name=J%C3%BCrgen's+caf%C3%A9&amp;x=a%20b#rc=2</Redirect>`,
      '/q': '<Gather method="GET" action="/get?a=1"/><Say>Bye</Say>',
      '/get': '<Record action="/last" recordingStatusCallback="/recorded"/>',
    });
    await call(application, ['1', 'record: 1'], { statusCallback: application.url('/status') });
    expect(application.seen.map(seen => seen.path).sort()).toEqual(
      ['/', '/q', '/get', '/last', '/recorded', '/status'].sort(),
    );
    expect(application.seen.filter(seen => !seen.signed)).toEqual([]);
  });

  test('has the headers of Twilio, and an idempotency token of its own', async () => {
    const application = await Application.start({ '/': '<Redirect>/next</Redirect>', '/next': '' });
    await call(application);
    const [first, second] = application.seen.map(seen => seen.headers);
    expect(first).toMatchObject({
      'user-agent': 'TwilioProxy/1.1',
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    });
    expect(first!['i-twilio-idempotency-token']).toMatch(/^[0-9a-f-]{36}$/);
    expect(second!['i-twilio-idempotency-token']).not.toBe(first!['i-twilio-idempotency-token']);
  });

  test('is tried once more where no connection came about, and then given up', async () => {
    const port = await freePort();
    const application = await Application.start({ '/': `<Redirect>http://127.0.0.1:${port}/</Redirect>` });
    const record = await call(application);
    expect(requests(record).filter(request => request.error === 'refuses the connection')).toHaveLength(2);
    expect(record).toMatchObject({ reason: 'application-error', error: { code: 11202 } });
  });

  test('delivered twice has the same token twice, and must have the same answer', async () => {
    const application = await Application.start({
      '/': '<Redirect>/next</Redirect>',
      '/next': '<Say>Hi</Say>',
    });
    const record = await call(application, [], { deliverTwice: true });
    expect(heard(record)).toEqual(['Hi']);
    const tokens = application.at('/next').map(seen => seen.headers['i-twilio-idempotency-token']);
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);

    let count = 0;
    const fickle = await Application.start({ '/': () => `<Say>${++count}</Say>` });
    await expect(call(fickle, [], { deliverTwice: true })).rejects.toThrow(PhoneError);
  });

  test('brings the cookies of its call, and of no other', async () => {
    const application = await Application.start({
      '/': (_seen, response) => {
        response.setHeader('set-cookie', ['session=abc; Path=/', 'other=1; Path=/elsewhere']);
        return '<Redirect>/next</Redirect>';
      },
      '/next': '',
    });
    await call(application);
    await call(application);
    expect(application.at('/').map(seen => seen.headers.cookie)).toEqual([undefined, undefined]);
    expect(application.at('/next').map(seen => seen.headers.cookie)).toEqual(['session=abc', 'session=abc']);
  });
});

describe('HTTP redirects', () => {
  test.each([301, 302, 303])('%d becomes a GET, which loses what the verb told', async status => {
    const { application } = await redirected(status);
    const [target] = application.at('/target');
    expect(target).toMatchObject({
      method: 'GET',
      signed: true,
      params: { x: '1', CallStatus: 'in-progress' },
    });
    expect(target!.params).not.toHaveProperty('Digits');
  });

  test('307 stays what it was', async () => {
    const { application, record } = await redirected(307);
    expect(application.at('/target')[0]).toMatchObject({
      method: 'POST',
      signed: true,
      params: { Digits: '1' },
    });
    expect(heard(record)).toEqual([`<${application.url('/folder/a.mp3')}>`]);
  });

  test('308 is not followed', async () => {
    const { record } = await redirected(308);
    expect(record.error).toMatchObject({ code: 11216 });
  });

  test.each([
    [10, undefined],
    [11, 11215],
  ])('%d in a row', async (count, code) => {
    const application = await Application.start({
      '/': ({ params }, response) => {
        const so = Number(params['n'] ?? 0);
        if (so === count) return '<Say>There</Say>';
        response.writeHead(302, { location: `/?n=${so + 1}` });
        return '';
      },
    });
    expect((await call(application)).error?.code).toBe(code);
  });

  test('to what is no HTTP URL is not followed', async () => {
    const application = await Application.start({
      '/': (_seen, response) => {
        response.writeHead(302, { location: 'ftp://example.com/' });
        return '';
      },
    });
    expect((await call(application)).error).toMatchObject({ code: 11216, url: application.url() });
  });

  async function redirected(status: number) {
    const application = await Application.start({
      '/': '<Gather action="/moved"/>',
      '/moved': (_seen, response) => {
        response.writeHead(status, { location: '/target?x=1' });
        return '';
      },
      '/target': (_seen, response) => {
        response.setHeader('content-type', 'text/xml');
        return twiml('<Play>folder/a.mp3</Play>');
      },
    });
    return { application, record: await call(application, ['1']) };
  }
});

describe('what is answered', () => {
  const answering = (type: string | undefined, body: string) =>
    Application.start({
      '/': (_seen, response) => {
        if (type !== undefined) response.setHeader('content-type', type);
        response.end(body);
        return undefined;
      },
    });

  test.each(['text/xml', 'application/xml; charset=utf-8', 'text/html'])('%s is TwiML', async type => {
    const application = await answering(type, twiml('<Say>Hi</Say>'));
    expect(heard(await call(application))).toEqual(['Hi']);
  });

  test('audio is played', async () => {
    const application = await answering('audio/mpeg', 'ID3');
    expect(heard(await call(application))).toEqual([`<${application.url()}>`]);
  });

  test('plain text is TwiML where it can be, and spoken otherwise', async () => {
    expect(heard(await call(await answering('text/plain', 'Good morning')))).toEqual(['Good morning']);
    expect(heard(await call(await answering('text/plain', twiml('<Say>Hi</Say>'))))).toEqual(['Hi']);
  });

  test.each([
    ['no content type', undefined, twiml(''), 12300],
    ['JSON', 'application/json', '{}', 12300],
    ['no XML', 'text/xml', 'Hello', 12100],
    ['an XML document of another kind', 'text/xml', '<html/>', 12102],
    ['nothing', 'text/xml', '', 11770],
    ['more than 64 kB', 'text/xml', twiml(`<Say>${'long '.repeat(14_000)}</Say>`), 11750],
  ])('%s is an application error', async (_what, type, body, code) => {
    const record = await call(await answering(type, body));
    expect(record).toMatchObject({ reason: 'application-error', error: { code } });
    expect(heard(record)).toEqual([APOLOGY]);
  });
});

describe('an application that fails', () => {
  test.each([404, 500])('status %d is not tried again', async status => {
    const application = await Application.start({
      '/': (_seen, response) => {
        response.statusCode = status;
        return '';
      },
    });
    const record = await call(application);
    expect(record).toMatchObject({ status: 'completed', error: { code: 11200, url: application.url() } });
    expect(requests(record)).toMatchObject([{ status }]);
  });

  test('takes too long', async () => {
    const application = await Application.start({ '/': () => undefined });
    const record = await call(application, [], { webhookTimeout: 100 });
    expect(record.error).toMatchObject({ code: 11200, message: 'does not answer in time' });
  });

  test('breaks the connection', async () => {
    const application = await Application.start({
      '/': (_seen, response) => {
        response.destroy();
        return undefined;
      },
    });
    expect((await call(application)).error?.code).toBe(11205);
  });

  test.each([
    ['<Redirect>ftp://example.com/</Redirect>', 11100],
    ['<Redirect>http://no-such-host.invalid/</Redirect>', 11210],
  ])('%s', async (verbs, code) => {
    const record = await call(await Application.start({ '/': verbs }));
    expect(record.error?.code).toBe(code);
  });

  test('has a fallback, which is told what happened', async () => {
    const application = await Application.start({
      '/': '<Say>One</Say><Redirect>/broken</Redirect>',
      '/broken': (_seen, response) => {
        response.statusCode = 500;
        return '';
      },
      '/fallback': '<Say>Still here</Say>',
    });
    const record = await call(application, [], { fallbackUrl: application.url('/fallback') });
    expect(heard(record)).toEqual(['One', 'Still here']);
    expect(application.at('/fallback')[0]!.params).toMatchObject({
      ErrorCode: '11200',
      ErrorUrl: application.url('/broken'),
      CallStatus: 'in-progress',
    });
    expect(record.reason).toBe('end-of-document');
    expect(requests(record, 'fallback')).toHaveLength(1);
  });

  test('has a fallback that fails too', async () => {
    const application = await Application.start({
      '/': '<Redirect>ftp://x/</Redirect>',
      '/fallback': (_seen, response) => {
        response.statusCode = 500;
        return '';
      },
    });
    const record = await call(application, [], { fallbackUrl: application.url('/fallback') });
    expect(record).toMatchObject({
      reason: 'application-error',
      error: { url: application.url('/fallback') },
    });
    expect(application.at('/fallback')).toHaveLength(1);
  });
});

describe('status callbacks', () => {
  test("tell the end to the number's own URL", async () => {
    const application = await Application.start({ '/': '<Say>Hi</Say><Pause length="61"/>' });
    const record = await call(application, [], { statusCallback: application.url('/?x=1') });
    expect(application.seen.at(-1)).toMatchObject({
      method: 'POST',
      signed: true,
      params: {
        CallSid: record.callSid,
        CallStatus: 'completed',
        CallbackSource: 'call-progress-events',
        SequenceNumber: '0',
        CallDuration: expect.stringMatching(/^6\d$/) as string,
        Duration: '2',
      },
    });
    expect(new Date(application.seen.at(-1)!.params['Timestamp']!).getTime()).toBeGreaterThan(
      Date.now() - 60_000,
    );
  });

  test('are sent to the webhook itself, unless told otherwise', async () => {
    const application = await Application.start({ '/': '<Hangup/>' });
    await call(application, [], { statusCallback: application.url() });
    expect(application.seen.map(seen => seen.params['CallStatus'])).toEqual(['ringing', 'completed']);
  });

  test('tell the events that are asked for, numbered', async () => {
    const application = await Application.start({ '/': '<Say>Hi</Say>', '/status': '' });
    await call(application, [], {
      statusCallback: application.url('/status'),
      statusEvents: ['initiated', 'ringing', 'answered', 'completed'],
    });
    const told = application
      .at('/status')
      .map(({ params }) => [params['SequenceNumber'], params['CallStatus']]);
    expect(told.sort()).toEqual([
      ['0', 'initiated'],
      ['1', 'ringing'],
      ['2', 'in-progress'],
      ['3', 'completed'],
    ]);
  });

  test('come after the action that the hang-up is told to', async () => {
    const application = await Application.start({ '/': '<Dial action="/action">+15550001111</Dial>' });
    await call(application, ['hangup'], { statusCallback: application.url('/status') });
    expect(application.seen.map(seen => seen.path)).toEqual(['/', '/action', '/status']);
  });

  test('that fail are recorded and harm nobody', async () => {
    const application = await Application.start({ '/': '<Say>Hi</Say>' });
    const statusCallback = `http://127.0.0.1:${await freePort()}/`;
    const record = await call(application, [], { statusCallback });
    expect(record.reason).toBe('end-of-document');
    expect(requests(record, 'status')).toMatchObject([{ error: 'refuses the connection' }, {}]);
  });
});

/** A port on which nothing listens. */
function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
