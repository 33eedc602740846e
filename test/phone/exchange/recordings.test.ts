import type { Twilio } from 'twilio';
import { Call } from '../../../phone/call';
import type { Exchange } from '../../../phone/exchange/exchange';
import { ACCOUNT, Application, TOKEN } from '../application';
import { CONTACT, nobody, NUMBER, person, startExchange } from './exchange';

/** A call that has been answered, and hears nothing more until it is hung up. */
async function liveCall(exchange: Exchange) {
  const application = await Application.start({ '/': '<Gather/>', '/status': '', '/recording': '' });
  let answered: () => void;
  const inProgress = new Promise<void>(resolve => {
    answered = resolve;
  });
  const call = new Call({
    url: application.url(),
    accountSid: ACCOUNT,
    authToken: TOKEN,
    from: CONTACT,
    to: NUMBER,
    answers: nobody,
    statusCallback: null,
    exchange,
    watch: ({ kind }) => {
      if (kind === 'ask') answered();
    },
  });
  void call.place();
  await inProgress;
  return { application, call };
}

const of = (client: Twilio, call: Call) => client.calls(call.sid).recordings;

describe('a recording of a live call', () => {
  test('is started, paused, gone on with and stopped', async () => {
    const { exchange, client } = await startExchange();
    const { application, call } = await liveCall(exchange);
    const recordings = of(client, call);
    const started = await recordings.create({
      recordingStatusCallback: application.url('/recording'),
      recordingStatusCallbackEvent: ['in-progress', 'completed'],
    });
    expect(started).toMatchObject({
      sid: expect.stringMatching(/^RE[0-9a-f]{32}$/) as string,
      callSid: call.sid,
      status: 'in-progress',
      source: 'StartCallRecordingAPI',
      channels: 2,
      track: 'both',
      duration: null,
    });
    const { sid } = started;
    expect((await recordings(sid).update({ status: 'paused' })).status).toBe('paused');
    expect((await recordings('Twilio.CURRENT').update({ status: 'in-progress' })).sid).toBe(sid);
    expect((await recordings('Twilio.CURRENT').update({ status: 'stopped' })).status).toBe('stopped');
    expect(await recordings.list()).toMatchObject([
      { sid, status: 'completed', duration: expect.stringMatching(/^\d$/) as string },
    ]);
    // There is none any more.
    const again = recordings('Twilio.CURRENT').update({ status: 'stopped' });
    await expect(again).rejects.toMatchObject({ status: 404, code: 20404 });

    call.hangUp();
    await call.place();
    const told = application.at('/recording');
    expect(told.every(({ signed }) => signed)).toBe(true);
    expect(told.map(({ params }) => params['RecordingStatus'])).toEqual(['in-progress', 'completed']);
    expect(told[1]!.params).toMatchObject({
      AccountSid: ACCOUNT,
      CallSid: call.sid,
      RecordingSid: sid,
      RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT}/Recordings/${sid}`,
      RecordingDuration: expect.stringMatching(/^\d$/) as string,
      RecordingChannels: '2',
      RecordingSource: 'StartCallRecordingAPI',
      RecordingTrack: 'both',
    });
  });

  test('is the only one: who starts another gets the same', async () => {
    const { exchange, client } = await startExchange();
    const { call } = await liveCall(exchange);
    const recordings = of(client, call);
    const { sid } = await recordings.create();
    expect((await recordings.create()).sid).toBe(sid);
    await recordings(sid).update({ status: 'stopped' });
    expect((await recordings.create()).sid).not.toBe(sid);
    expect(await recordings.list()).toHaveLength(2);
  });

  test('ends with the call', async () => {
    const { exchange, client } = await startExchange();
    const { application, call } = await liveCall(exchange);
    const recordings = of(client, call);
    await recordings.create({
      recordingChannels: 'mono',
      recordingStatusCallback: application.url('/recording'),
      recordingStatusCallbackMethod: 'GET',
    });
    call.hangUp();
    await call.place();
    expect(application.at('/recording')).toMatchObject([
      { method: 'GET', params: { RecordingStatus: 'completed', RecordingChannels: '1' } },
    ]);
    expect(await recordings.list()).toMatchObject([{ status: 'completed', channels: 1 }]);
  });

  test('is refused where the call is over, or there is none', async () => {
    const { exchange, client } = await startExchange();
    const { call } = await liveCall(exchange);
    call.hangUp();
    await call.place();
    await expect(of(client, call).create()).rejects.toMatchObject({ status: 400, code: 21220 });
    const unknown = client.calls('CA' + '0'.repeat(32)).recordings.create();
    await expect(unknown).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});

test('a call that is placed with a recording tells of it at its end', async () => {
  const { exchange, client } = await startExchange();
  const application = await Application.start({
    '/': '<Say>Hello</Say><Pause length="5"/>',
    '/status': '',
    '/recording': '',
  });
  exchange.attach(CONTACT, person());
  const { sid } = await client.calls.create({
    to: CONTACT,
    from: NUMBER,
    url: application.url(),
    record: true,
    recordingStatusCallback: application.url('/recording'),
    statusCallback: application.url('/status'),
  });
  await exchange.settled();
  const [recording] = await client.calls(sid).recordings.list();
  expect(recording).toMatchObject({ source: 'OutboundAPI', channels: 1, status: 'completed', duration: '5' });
  expect(application.at('/recording')[0]!.params).toMatchObject({
    RecordingSid: recording!.sid,
    RecordingSource: 'OutboundAPI',
  });
  expect(application.at('/status')[0]!.params).toMatchObject({
    RecordingSid: recording!.sid,
    RecordingDuration: '5',
    RecordingUrl: expect.stringContaining(recording!.sid) as string,
  });
});
