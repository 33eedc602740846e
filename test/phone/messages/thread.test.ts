import type { Text } from '../../../phone/messages/text';
import { Thread, type ThreadOptions } from '../../../phone/messages/thread';
import type { Happening } from '../../../phone/record';
import { ACCOUNT, Application, TOKEN } from '../application';

const FROM = '+15557654321';
const TO = '+15551230004';

/** Writes to the application's `/`, and tells what comes of it. */
async function write(
  application: Application,
  text: Partial<Text> = {},
  options: Partial<ThreadOptions> = {},
) {
  const happenings: Happening[] = [];
  const thread = new Thread({
    url: application.url(),
    accountSid: ACCOUNT,
    authToken: TOKEN,
    from: FROM,
    to: TO,
    tell: happening => void happenings.push(happening),
    ...options,
  });
  await thread.send({ body: 'Hello', media: [], ...text });
  await thread.close();
  return {
    received: happenings.filter(happening => happening.kind === 'received'),
    failed: happenings.find(happening => happening.kind === 'failed'),
    warnings: happenings.filter(happening => happening.kind === 'warning'),
  };
}

function answering(type: string, body: string, status = 200): Promise<Application> {
  return Application.start({
    '/': (_seen, response) => {
      response.writeHead(status, { 'content-type': type });
      return body;
    },
  });
}

describe('a message that is written', () => {
  test('is told as Twilio tells it, and signed', async () => {
    const application = await Application.start({ '/': '' });
    await write(application, { body: 'Hello\nthere' });
    const [seen] = application.seen;
    expect(seen!.signed).toBe(true);
    expect(seen!.headers['i-twilio-idempotency-token']).toBeDefined();
    const { MessageSid, ...params } = seen!.params;
    expect(MessageSid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(params).toEqual({
      SmsSid: MessageSid,
      SmsMessageSid: MessageSid,
      SmsStatus: 'received',
      AccountSid: ACCOUNT,
      ApiVersion: '2010-04-01',
      From: FROM,
      To: TO,
      Body: 'Hello\nthere',
      NumMedia: '0',
      NumSegments: '1',
      ...Object.fromEntries(
        ['From', 'To'].flatMap(who => [
          [`${who}City`, ''],
          [`${who}State`, ''],
          [`${who}Zip`, ''],
          [`${who}Country`, 'US'],
        ]),
      ),
    });
  });

  test('brings its pictures', async () => {
    const application = await Application.start({ '/': '' });
    await write(application, { body: '', media: ['https://example.com/a.png', 'https://example.com/b'] });
    expect(application.seen[0]!.params).toMatchObject({
      MessageSid: expect.stringMatching(/^MM/) as string,
      NumMedia: '2',
      MediaUrl0: 'https://example.com/a.png',
      MediaContentType0: 'image/png',
      MediaUrl1: 'https://example.com/b',
      MediaContentType1: 'image/jpeg',
    });
  });

  test('comes by WhatsApp, or by a Messaging Service', async () => {
    const application = await Application.start({ '/': '' });
    const from = `whatsapp:${FROM}`;
    await write(application, {}, { from, to: `whatsapp:${TO}`, messagingServiceSid: 'MG1' });
    expect(application.seen[0]!.params).toMatchObject({
      From: from,
      WaId: '15557654321',
      ProfileName: expect.any(String) as string,
      MessagingServiceSid: 'MG1',
    });
    expect(application.seen[0]!.params).not.toHaveProperty('FromCountry');
  });

  test.each([
    ['a'.repeat(160), '1'],
    ['a'.repeat(161), '2'],
    ['€'.repeat(80), '1'],
    ['€'.repeat(81), '2'],
    ['ł'.repeat(70), '1'],
    ['ł'.repeat(71), '2'],
  ])('has as many segments as its letters need: %#', async (body, segments) => {
    const application = await Application.start({ '/': '' });
    await write(application, { body });
    expect(application.seen[0]!.params['NumSegments']).toBe(segments);
  });
});

describe('what it is answered with', () => {
  test.each([
    ['<Message>Hi</Message>', ['Hi']],
    ['<Message>Line 1\nLine 2</Message>', ['Line 1\nLine 2']],
    ['<Message><Body>One</Body></Message><Message>Two</Message>', ['One', 'Two']],
    ['', []],
  ])('%s', async (verbs, bodies) => {
    const { received } = await write(await Application.start({ '/': verbs }));
    expect(received.map(({ body }) => body)).toEqual(bodies);
    for (const each of received) expect(each).toMatchObject({ from: TO, to: FROM });
  });

  test('pictures, other addresses', async () => {
    const verbs =
      '<Message to="+15550001111" from="+15550002222"><Body>Hi</Body><Media>https://example.com/a.png</Media></Message>';
    const { received } = await write(await Application.start({ '/': verbs }));
    expect(received).toEqual([
      {
        kind: 'received',
        from: '+15550002222',
        to: '+15550001111',
        body: 'Hi',
        media: ['https://example.com/a.png'],
      },
    ]);
  });

  test.each([
    ['Good morning', ['Good morning']],
    ['<Response/>', ['<Response/>']],
    ['', []],
  ])('plain text is the reply itself: %j', async (text, bodies) => {
    const { received } = await write(await answering('text/plain', text));
    expect(received.map(({ body }) => body)).toEqual(bodies);
  });

  test('what Twilio would only warn of is passed over', async () => {
    const { received, warnings } = await write(
      await Application.start({ '/': '<Say>No</Say><Message>Hi</Message>' }),
    );
    expect(received).toHaveLength(1);
    expect(warnings).toHaveLength(1);
  });
});

describe('Redirect', () => {
  test('leads to a relative URL, with the parameters of the message; what stands behind it is not obeyed', async () => {
    const application = await Application.start({
      '/': '<Message>One</Message><Redirect method="GET">next?a=1</Redirect><Message>Never</Message>',
      '/next': '<Message>Two</Message>',
    });
    const { received } = await write(application);
    expect(received.map(({ body }) => body)).toEqual(['One', 'Two']);
    const [first, second] = application.seen;
    expect(second).toMatchObject({ method: 'GET', signed: true, params: { a: '1', Body: 'Hello' } });
    expect(second!.params['MessageSid']).toBe(first!.params['MessageSid']);
  });

  test('in circles is an error, not a loop', async () => {
    const application = await Application.start({ '/': '<Redirect/>' });
    const { failed } = await write(application);
    expect(failed).toMatchObject({ code: 14107 });
    expect(application.seen).toHaveLength(30);
  });

  test('keeps the cookies of the two numbers', async () => {
    const application = await Application.start({
      '/': (_seen, response) => {
        response.setHeader('set-cookie', 'session=abc; Path=/');
        return '<Redirect>/next</Redirect>';
      },
      '/next': '',
    });
    await write(application);
    expect(application.at('/next')[0]!.headers.cookie).toBe('session=abc');
  });
});

test('an action is asked what comes next, a status callback only told', async () => {
  const application = await Application.start({
    '/': '<Message statusCallback="/status" action="/action">One</Message><Message>Never</Message>',
    '/action': '<Message>Two</Message>',
    '/status': '<Message>Never</Message>',
  });
  const { received } = await write(application);
  expect(received.map(({ body }) => body)).toEqual(['One', 'Two']);
  expect(application.at('/action')[0]!.params).toMatchObject({ MessageStatus: 'sent', Body: 'Hello' });
  expect(application.at('/status')[0]!.params).toMatchObject({ MessageStatus: 'sent', From: TO, To: FROM });
});

describe('an application that fails', () => {
  test.each([
    ['status 500', 'text/xml', '', 500, 11200],
    ['JSON', 'application/json', '{}', 200, 12300],
    ['audio', 'audio/mpeg', 'ID3', 200, 12300],
    ['no XML', 'text/xml', 'Hello', 200, 12100],
  ])('%s', async (_what, type, body, status, code) => {
    const application = await answering(type, body, status);
    expect((await write(application)).failed).toMatchObject({ code, url: application.url() });
  });

  test('more messages than Twilio sends', async () => {
    const { received, failed } = await write(
      await Application.start({ '/': '<Message>Hi</Message>'.repeat(11) }),
    );
    expect(received).toHaveLength(10);
    expect(failed).toMatchObject({ code: 14109 });
  });

  test('a URL that is none', async () => {
    const application = await Application.start({ '/': '<Redirect>ftp://example.com/</Redirect>' });
    expect((await write(application)).failed).toMatchObject({ code: 11100, url: application.url() });
  });
});
