import type { Delivery } from '../../../phone/exchange/exchange';
import { ACCOUNT, Application } from '../application';
import { CONTACT, NUMBER, startExchange } from './exchange';

const message = { to: CONTACT, from: NUMBER, body: 'Hello' };

describe('a message', () => {
  test('gets to the telephone it is for, and its sender hears of every status, in order', async () => {
    const { exchange, client } = await startExchange();
    // It answers slower than the exchange could go on.
    const application = await Application.start({
      '/status': (_seen, response) => void setTimeout(() => response.end(), 20),
    });
    const arrived: string[] = [];
    exchange.attach(CONTACT, { message: ({ body }) => void arrived.push(body) });

    const statusCallback = application.url('/status?tag=1');
    const sent = await client.messages.create({ ...message, statusCallback });
    expect(sent).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/) as string,
      status: 'queued',
      direction: 'outbound-api',
      numSegments: '1',
      numMedia: '0',
      dateSent: null,
      ...message,
    });
    await exchange.settled();

    expect(arrived).toEqual(['Hello']);
    expect(application.seen.map(({ params }) => params['MessageStatus'])).toEqual([
      'queued',
      'sent',
      'delivered',
    ]);
    expect(application.seen.every(({ signed, params }) => signed && params['tag'] === '1')).toBe(true);
    expect(application.seen[1]!.params).toEqual({
      tag: '1',
      MessageSid: sent.sid,
      SmsSid: sent.sid,
      MessageStatus: 'sent',
      SmsStatus: 'sent',
      From: NUMBER,
      To: CONTACT,
      AccountSid: ACCOUNT,
      ApiVersion: '2010-04-01',
    });
    const delivered = await client.messages(sent.sid).fetch();
    expect(delivered.status).toBe('delivered');
    expect(delivered.dateSent).toBeInstanceOf(Date);
  });

  test.each<[string, Delivery, string[], number | null]>([
    ['cannot be sent', { status: 'failed', errorCode: 30008 }, ['queued', 'failed'], 30008],
    [
      'does not arrive',
      { status: 'undelivered', errorCode: 30003 },
      ['queued', 'sent', 'undelivered'],
      30003,
    ],
    ['is never heard of again', 'sent', ['queued', 'sent'], null],
  ])('that %s', async (_what, delivery, statuses, errorCode) => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/status': '' });
    exchange.attach(CONTACT, { message: () => delivery });
    const { sid } = await client.messages.create({ ...message, statusCallback: application.url('/status') });
    await exchange.settled();
    expect(application.seen.map(({ params }) => params['MessageStatus'])).toEqual(statuses);
    expect(application.seen.at(-1)!.params['ErrorCode']).toBe(errorCode?.toString());
    expect(await client.messages(sid).fetch()).toMatchObject({ status: statuses.at(-1), errorCode });
  });

  test('with media, of a messaging service, or of a template', async () => {
    const { exchange, client } = await startExchange();
    const contentSid = 'HX' + 'a'.repeat(32);
    exchange.templates = { [contentSid]: 'Hello {{1}}, your code is {{code}}. {{2}}' };
    const mediaUrl = ['https://example.com/a.jpg', 'https://example.com/b.jpg'];
    const media = await client.messages.create({ to: CONTACT, from: NUMBER, mediaUrl });
    expect(media).toMatchObject({ sid: expect.stringMatching(/^MM/) as string, numMedia: '2' });

    const messagingServiceSid = 'MG' + '1'.repeat(32);
    const template = await client.messages.create({
      to: CONTACT,
      messagingServiceSid,
      contentSid,
      contentVariables: JSON.stringify({ 1: 'Ann', code: 42 }),
      shortenUrls: true,
    });
    expect(template).toMatchObject({ from: null, messagingServiceSid });
    expect(exchange.messages).toMatchObject([
      { mediaUrls: mediaUrl },
      {
        body: 'Hello Ann, your code is 42. {{2}}',
        contentSid,
        contentVariables: { 1: 'Ann', code: '42' },
        shortenUrls: true,
      },
    ]);
  });

  test('of a messaging service comes from the number that the contact has written to', async () => {
    const { exchange, client } = await startExchange();
    exchange.receive({ from: CONTACT, to: NUMBER, body: 'Hi', mediaUrls: [] });
    const messagingServiceSid = 'MG' + '1'.repeat(32);
    const { sid } = await client.messages.create({ to: CONTACT, body: 'Hello', messagingServiceSid });
    await exchange.settled();
    expect((await client.messages(sid).fetch()).from).toBe(NUMBER);
  });

  test('for a number that nobody has gets to the telephone for all numbers', async () => {
    const { exchange, client } = await startExchange();
    const arrived: string[] = [];
    const note = (who: string) => ({ message: () => void arrived.push(who) });
    exchange.attach('*', note('anybody'));
    const detach = exchange.attach(CONTACT, note('the contact'));
    await client.messages.create(message);
    await client.messages.create({ ...message, to: '+15557654322' });
    await exchange.settled();
    detach();
    detach();
    await client.messages.create(message);
    await exchange.settled();
    expect(arrived).toEqual(['the contact', 'anybody', 'anybody']);
  });
});

describe('a message that is refused', () => {
  test.each<[number, string, object]>([
    [21604, 'nobody to send it to', { to: '' }],
    [21211, 'an address that is none', { to: '555-nobody' }],
    [21211, 'a number with a letter too much', { to: '+1555123000x' }],
    [21603, 'no sender', { from: undefined }],
    [21212, 'a sender that is no number', { from: 'me' }],
    [21606, "somebody else's number as sender", { from: '+15550000009' }],
    [21266, 'the sender as receiver', { to: NUMBER }],
    [21602, 'nothing to say', { body: '' }],
    [21617, 'too much to say', { body: 'x'.repeat(1601) }],
    [21654, 'variables without a template', { contentVariables: '{}' }],
    [21655, 'a template that is none', { contentSid: 'HX1' }],
    [21656, 'variables that are none', { contentSid: 'HX' + 'a'.repeat(32), contentVariables: '[1]' }],
  ])('%s: %s', async (code, _why, change) => {
    const { exchange, client } = await startExchange();
    exchange.attach('+15550000009', {});
    const refused = client.messages.create({ ...message, ...change });
    await expect(refused).rejects.toMatchObject({ status: 400, code });
    expect(exchange.messages).toHaveLength(0);
  });

  test('21655: a template that the account has not', async () => {
    const { exchange, client } = await startExchange();
    exchange.templates = {};
    const contentSid = 'HX' + 'a'.repeat(32);
    await expect(client.messages.create({ ...message, contentSid })).rejects.toMatchObject({ code: 21655 });
  });

  test('21610: a contact who has written STOP, until START', async () => {
    const { exchange, client } = await startExchange();
    const hears = (body: string) => exchange.receive({ from: CONTACT, to: NUMBER, body, mediaUrls: [] });
    hears(' stop ');
    await expect(client.messages.create(message)).rejects.toMatchObject({ code: 21610 });
    // Only this number, and only to this contact.
    await client.messages.create({ ...message, from: '+15551230002' });
    await client.messages.create({ ...message, to: '+15557654322' });
    hears('Please start');
    await expect(client.messages.create(message)).rejects.toMatchObject({ code: 21610 });
    hears('START');
    await client.messages.create(message);
  });
});

test('numbers as they are written in North America', async () => {
  const { client } = await startExchange();
  const sent = await client.messages.create({ ...message, from: '(555) 123-0001', to: '1 555 765 4321' });
  expect(sent).toMatchObject({ from: '+15551230001', to: '+15557654321' });
});

test('a sender of WhatsApp, and a short code', async () => {
  const { exchange, client } = await startExchange();
  await client.messages.create({ to: `whatsapp:${CONTACT}`, from: `whatsapp:${NUMBER}`, body: 'Hello' });
  await client.messages.create({ to: CONTACT, from: '12345', body: 'Hello' });
  expect(exchange.messages.map(({ from }) => from)).toEqual([`whatsapp:${NUMBER}`, '12345']);
});

describe('messages are found', () => {
  test('by who they are from, whom they are for, and when they were sent', async () => {
    const { exchange, client } = await startExchange();
    const { sid } = await client.messages.create(message);
    const other = await client.messages.create({ ...message, to: '+15557654322' });
    await exchange.settled();
    const received = exchange.receive({ from: CONTACT, to: NUMBER, body: 'Hi', mediaUrls: [] });
    const found = async (filter: Parameters<typeof client.messages.list>[0]) =>
      (await client.messages.list(filter)).map(message => message.sid);

    expect(await found({})).toEqual([received.sid, other.sid, sid]);
    expect(await found({ to: CONTACT })).toEqual([sid]);
    expect(await found({ from: CONTACT })).toEqual([received.sid]);
    const minute = 60_000;
    const day = 24 * 60 * minute;
    expect(await found({ to: CONTACT, dateSentAfter: new Date(Date.now() - minute) })).toEqual([sid]);
    expect(await found({ to: CONTACT, dateSentAfter: new Date(Date.now() + minute) })).toEqual([]);
    expect(await found({ to: CONTACT, dateSentBefore: new Date(Date.now() - minute) })).toEqual([]);
    expect(await found({ to: CONTACT, dateSent: new Date(Date.now() - 2 * day) })).toEqual([]);
  });

  test('by nothing that is no date', async () => {
    const { client } = await startExchange();
    await client.messages.create(message);
    // As the client hands on what its types do not know.
    const dateSent = 'soon' as unknown as Date;
    await expect(client.messages.list({ dateSent })).rejects.toMatchObject({
      ...{ status: 400, code: 20001, message: 'DateSent is not a date: soon' },
    });
  });
});
