import type { Twilio } from 'twilio';
import { PhoneError } from '../../../phone/errors';
import type { Exchange, Leg, PickUp } from '../../../phone/exchange/exchange';
import { heard } from '../../../phone/record';
import { Script } from '../../../phone/script';
import { ACCOUNT, Application, twiml } from '../application';
import { CONTACT, nobody, NUMBER, person, startExchange } from './exchange';

type NewCall = Parameters<Twilio['calls']['create']>[0];

const EVERYTHING = ['initiated', 'ringing', 'answered', 'completed'];

/** Has an application place a call from its number to the contact's. */
function place(client: Twilio, application: Application, options: Partial<NewCall> = {}) {
  return client.calls.create({
    to: CONTACT,
    from: NUMBER,
    url: application.url(),
    statusCallback: application.url('/status'),
    ...options,
  });
}

/** What the status callback was told, in the order in which it happened: requests may overtake each other. */
function told(application: Application, name = 'CallStatus') {
  const order = ({ params }: { params: Record<string, string> }) => Number(params['SequenceNumber']);
  const seen = application.at('/status').sort((a, b) => order(a) - order(b));
  return seen.map(({ params }) => params[name]);
}

/** The only call, once it is over. */
async function over(exchange: Exchange) {
  const record = await exchange.calls[0]!.place();
  await exchange.settled();
  return record;
}

describe('a call that an application places', () => {
  test('rings the telephone, asks the URL once it is answered, and obeys', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({
      '/': '<Gather action="/pressed"><Say>Press a key</Say></Gather>',
      '/pressed': '<Say>Thank you</Say><Pause length="61"/>',
      '/status': '',
    });
    const legs: Leg[] = [];
    exchange.attach(CONTACT, {
      ring(leg) {
        legs.push(leg);
        return { as: 'human', answers: new Script(['7']) };
      },
    });

    const placed = await place(client, application, {
      url: application.url('/?tag=1'),
      statusCallbackEvent: EVERYTHING,
    });
    expect(placed).toMatchObject({
      sid: expect.stringMatching(/^CA[0-9a-f]{32}$/) as string,
      status: 'queued',
      direction: 'outbound-api',
      to: CONTACT,
      from: NUMBER,
      dateCreated: null,
      startTime: null,
      duration: null,
      endTime: null,
      answeredBy: null,
    });
    const record = await over(exchange);

    expect(legs).toMatchObject([{ callSid: placed.sid, from: NUMBER, to: CONTACT }]);
    expect(heard(record)).toEqual(['Press a key', 'Thank you']);
    expect(application.at('/')[0]!.params).toMatchObject({
      tag: '1',
      CallSid: placed.sid,
      AccountSid: ACCOUNT,
      Direction: 'outbound-api',
      CallStatus: 'in-progress',
      From: NUMBER,
      Caller: NUMBER,
      To: CONTACT,
      Called: CONTACT,
    });
    expect(application.at('/pressed')[0]!.params).toMatchObject({ Digits: '7', Direction: 'outbound-api' });
    expect(told(application)).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
    expect(told(application, 'SequenceNumber')).toEqual(['0', '1', '2', '3']);
    const { duration } = await client.calls(placed.sid).fetch();
    // The pause, and what the rest took on this machine.
    expect(duration).toMatch(/^6\d$/);
    expect(
      application.at('/status').find(({ params }) => params['SequenceNumber'] === '3')!.params,
    ).toMatchObject({
      CallSid: placed.sid,
      Direction: 'outbound-api',
      CallDuration: duration,
      Duration: '2',
      CallbackSource: 'call-progress-events',
    });
    expect(application.seen.every(({ signed }) => signed)).toBe(true);
    expect(await client.calls(placed.sid).fetch()).toMatchObject({ status: 'completed' });
  });

  test('tells its status callback of the end alone, unless more is asked for', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/': '<Say>Hello</Say>', '/status': '' });
    exchange.attach(CONTACT, person());
    await place(client, application, { statusCallbackMethod: 'GET' });
    await over(exchange);
    expect(application.at('/status').map(({ method, params }) => [method, params['CallStatus']])).toEqual([
      ['GET', 'completed'],
    ]);
  });

  test.each<PickUp>(['busy', 'no-answer', 'failed'])('that is not answered, for %s', async pickUp => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/status': '' });
    exchange.attach(CONTACT, { ring: () => pickUp });
    const { sid } = await place(client, application, { statusCallbackEvent: EVERYTHING });
    expect(await over(exchange)).toMatchObject({ status: pickUp, reason: 'not-answered', duration: 0 });
    expect(told(application)).toEqual(['initiated', 'ringing', pickUp]);
    expect(told(application, 'CallDuration')).toEqual([undefined, undefined, '0']);
    expect(application.at('/')).toHaveLength(0);
    expect(await client.calls(sid).fetch()).toMatchObject({ status: pickUp, duration: '0' });
  });

  test.each([
    ['nobody has the number', undefined],
    ['a telephone that only takes messages has it', {}],
  ])('is not answered where %s', async (_where, device) => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/status': '' });
    if (device) exchange.attach(CONTACT, device);
    await place(client, application);
    expect(await over(exchange)).toMatchObject({ status: 'no-answer' });
  });

  test('rings no longer than it should, in real time', async () => {
    const { exchange, client } = await startExchange({ realTime: true });
    const application = await Application.start({ '/status': '' });
    let ringing: AbortSignal | undefined;
    exchange.attach(CONTACT, {
      ring(leg) {
        ringing = leg.signal;
        return new Promise(() => undefined);
      },
    });
    const started = performance.now();
    await place(client, application, { timeout: 1 });
    expect(await over(exchange)).toMatchObject({ status: 'no-answer' });
    expect(performance.now() - started).toBeGreaterThan(950);
    expect(ringing?.aborted).toBe(true);
  });

  test('is given up while it rings', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/status': '' });
    const ringing = new Promise<Leg>(resolve => {
      exchange.attach(CONTACT, {
        ring(leg) {
          resolve(leg);
          return new Promise(() => undefined);
        },
      });
    });
    const { sid } = await place(client, application);
    const { signal } = await ringing;
    expect((await client.calls(sid).fetch()).status).toBe('ringing');
    expect((await client.calls(sid).update({ status: 'canceled' })).status).toBe('canceled');
    expect(await over(exchange)).toMatchObject({ status: 'canceled', reason: 'not-answered' });
    expect(signal.aborted).toBe(true);
    expect(told(application)).toEqual(['canceled']);
  });

  test('says what it was given instead of a URL', async () => {
    const { exchange, client } = await startExchange();
    exchange.attach(CONTACT, person('5'));
    const application = await Application.start({ '/pressed': '<Say>Thank you</Say>' });
    await client.calls.create({
      to: CONTACT,
      from: NUMBER,
      twiml: twiml(`<Gather action="${application.url('/pressed')}"><Say>Press a key</Say></Gather>`),
    });
    expect(heard(await over(exchange))).toEqual(['Press a key', 'Thank you']);
  });

  test('whose TwiML has a relative URL that nothing can be resolved against', async () => {
    const { exchange, client } = await startExchange();
    exchange.attach(CONTACT, person('5'));
    await client.calls.create({ to: CONTACT, from: NUMBER, twiml: twiml('<Gather action="/pressed"/>') });
    expect(await over(exchange)).toMatchObject({ reason: 'application-error', error: { code: 11100 } });
  });

  test('asks its fallback URL', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({
      '/': (_seen, response) => {
        response.statusCode = 500;
        return '';
      },
      '/fallback': '<Say>Sorry</Say>',
    });
    exchange.attach(CONTACT, person());
    await place(client, application, { fallbackUrl: application.url('/fallback') });
    expect(heard(await over(exchange))).toEqual(['Sorry']);
    expect(application.at('/fallback')[0]!.params).toMatchObject({ ErrorCode: '11200' });
  });

  test('presses keys as soon as it is answered', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/': '<Say>Hello</Say>' });
    exchange.attach(CONTACT, person());
    await place(client, application, { sendDigits: 'ww12' });
    expect(heard(await over(exchange))).toEqual(['<ww12>', 'Hello']);
  });

  test('to a SIP endpoint', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/': '<Say>Hello</Say>' });
    const to = 'sip:alice@example.com?X-Ticket=7';
    exchange.attach(to, person());
    await place(client, application, { to, sipAuthUsername: 'alice', sipAuthPassword: 'secret' });
    expect(heard(await over(exchange))).toEqual(['Hello']);
  });

  test('of which TwiML comes that cannot be obeyed is over, and settled() says so', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/': '<Gather timeout="soon"/>', '/status': '' });
    exchange.attach(CONTACT, person());
    await place(client, application);
    await expect(exchange.settled()).rejects.toThrow(PhoneError);
    expect(told(application)).toEqual(['completed']);
  });
});

describe('answering machine detection', () => {
  test.each([
    ['Enable', 'human', 'human'],
    ['Enable', 'machine', 'machine_start'],
    ['DetectMessageEnd', 'machine', 'machine_end_beep'],
    ['DetectMessageEnd', 'fax', 'fax'],
  ] as const)('%s: a %s is %s', async (machineDetection, as, answeredBy) => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/': '<Say>Hello</Say>', '/status': '' });
    exchange.attach(CONTACT, { ring: () => ({ as, answers: nobody }) });
    const { sid } = await place(client, application, { machineDetection });
    await over(exchange);
    expect(application.at('/')[0]!.params).toMatchObject({
      AnsweredBy: answeredBy,
      MachineDetectionDuration: expect.stringMatching(/^\d+$/) as string,
    });
    expect(told(application, 'AnsweredBy')).toEqual([answeredBy]);
    expect((await client.calls(sid).fetch()).answeredBy).toBe(answeredBy);
  });

  test('that nobody has asked for finds nothing', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/': '<Say>Hello</Say>' });
    exchange.attach(CONTACT, { ring: () => ({ as: 'machine', answers: nobody }) });
    await place(client, application);
    await over(exchange);
    expect(application.at('/')[0]!.params).not.toHaveProperty('AnsweredBy');
  });
});

describe('a call that is refused', () => {
  test.each<[number, string, Partial<NewCall>]>([
    [21201, 'nobody to call', { to: '' }],
    [21211, 'a number that is none', { to: 'Bob' }],
    [21213, 'no caller', { from: '' }],
    [21212, 'a caller that is none', { from: 'me' }],
    [21210, "somebody else's number as caller", { from: '+15550000009' }],
    [21205, 'nothing to obey', { url: '' }],
    [21205, 'a URL that is none', { url: 'example.com/voice' }],
    [32018, 'too much TwiML', { twiml: twiml(`<Say>${'x'.repeat(4_000)}</Say>`), url: undefined as never }],
    [20001, 'a ringing time that is none', { timeout: -1 }],
  ])('%s: %s', async (code, _why, change) => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({});
    exchange.attach('+15550000009', {});
    await expect(place(client, application, change)).rejects.toMatchObject({ status: 400, code });
    expect(exchange.calls).toHaveLength(0);
  });
});

describe('calls are found', () => {
  test('by who calls whom, by their status, and by when they began', async () => {
    const { exchange, client } = await startExchange();
    const application = await Application.start({ '/status': '' });
    exchange.attach(CONTACT, { ring: () => 'busy' });
    const { sid } = await place(client, application);
    const other = await place(client, application, { to: '+15557654322' });
    await exchange.settled();
    const found = async (filter: Parameters<typeof client.calls.list>[0]) =>
      (await client.calls.list(filter)).map(call => call.sid);

    expect(await found({})).toEqual([other.sid, sid]);
    expect(await found({ to: CONTACT, from: NUMBER })).toEqual([sid]);
    expect(await found({ from: CONTACT })).toEqual([]);
    expect(await found({ status: 'busy' })).toEqual([sid]);
    const minute = 60_000;
    expect(await found({ to: CONTACT, startTimeAfter: new Date(Date.now() - minute) })).toEqual([sid]);
    expect(await found({ to: CONTACT, startTimeBefore: new Date(Date.now() - minute) })).toEqual([]);
    await expect(client.calls('CA' + '0'.repeat(32)).fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
    });
  });
});
