import type { JsonObject } from '../../flow/json';
import { recordCall } from '../../widgets/record-call';
import type { Call, Done, Scope, Wait, World } from '../../widgets/widget';
import { accountSid, makeScope, runExported } from './scope';
import { now, recordingResource, startTwilioCalls, type TwilioCalls } from './twilio-calls';
import { makeWorld, noHttp } from './world';

const callSid = `CA${'0'.repeat(32)}`;
const recordings = `/2010-04-01/Accounts/${accountSid}/Calls/${callSid}/Recordings`;

let twilio: TwilioCalls;
beforeAll(async () => (twilio = await startTwilioCalls()));
beforeEach(() => twilio.reset());
afterAll(() => twilio.close());

function rendered(properties: JsonObject, scope: Partial<Scope> = { callSid }): Call {
  return runExported(recordCall, properties, makeScope(scope)) as Call;
}

function run(properties: JsonObject, world: Partial<World> = {}): Promise<Done | Wait> {
  return recordCall.call!(rendered(properties).call, makeWorld(noHttp, { twilio: twilio.twilio, ...world }));
}

/** What Twilio was asked for: one request. */
function told(): { path: string; fields: [string, string][] } {
  expect(twilio.posts()).toHaveLength(1);
  const { path, body } = twilio.posts()[0]!;
  return { path, fields: [...new URLSearchParams(body)] };
}

const start = { record_call: true };
const stop = { record_call: false };

it('starts to record both sides, each in a channel of its own', async () => {
  await run(start);
  expect(told()).toEqual({ path: `${recordings}.json`, fields: [['RecordingChannels', 'dual']] });
});

it('hands on all that it is told', async () => {
  await run({
    ...start,
    recording_channels: 'mono',
    trim: 'trim-silence',
    recording_status_callback: 'https://example.com/recorded?token=hunter2',
    recording_status_callback_method: 'GET',
    recording_status_callback_events: ' in-progress  completed absent',
  });
  const { fields } = told();
  expect(fields).toEqual(
    expect.arrayContaining([
      ['RecordingChannels', 'mono'],
      ['Trim', 'trim-silence'],
      ['RecordingStatusCallback', 'https://example.com/recorded?token=hunter2'],
      ['RecordingStatusCallbackMethod', 'GET'],
      ['RecordingStatusCallbackEvent', 'in-progress'],
      ['RecordingStatusCallbackEvent', 'completed'],
      ['RecordingStatusCallbackEvent', 'absent'],
    ]),
  );
  expect(fields).toHaveLength(7);
});

it('keeps tokens from the history', () => {
  const { call } = rendered({
    ...start,
    recording_status_callback: 'https://me:hunter2@example.com/?token=hunter2',
  });
  expect(JSON.stringify(call).replace(/sealed\(.*?\)/g, '')).not.toContain('hunter2');
});

it('leaves the recording, with the names that Studio gives it', async () => {
  expect(await run(start)).toMatchObject({
    event: 'success',
    output: {
      Sid: `RE${'0'.repeat(31)}1`,
      AccountSid: accountSid,
      CallSid: callSid,
      Status: 'in-progress',
      StartTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      Duration: null,
      DateCreated: expect.any(String) as string,
      DateUpdated: expect.any(String) as string,
      ErrorCode: null,
      Price: null,
      PriceUnit: 'USD',
      Channels: 2,
      Source: 'StartCallRecordingAPI',
      Uri: expect.stringContaining('/Recordings/RE') as string,
    },
  });
});

it('stops what is being recorded', async () => {
  twilio.recordings.push(recordingResource(1));
  expect(await run(stop)).toMatchObject({ event: 'success', output: { Status: 'stopped' } });
  expect(told()).toEqual({ path: `${recordings}/Twilio.CURRENT.json`, fields: [['Status', 'stopped']] });
});

it('stops unless it is told to start', () => {
  expect(rendered({})).toEqual(rendered(stop));
});

it("fails, in Twilio's words, where nothing is being recorded", async () => {
  expect(await run(stop)).toEqual({
    event: 'failed',
    warnings: [{ code: 20404, message: 'The requested resource was not found' }],
  });
});

it("fails, in Twilio's words, where the call cannot be recorded", async () => {
  const message = 'Requested resource is not eligible for recording';
  twilio.doom(/^POST/, { status: 400, code: 21220, message });
  expect(await run(start)).toEqual({ event: 'failed', warnings: [{ code: 21220, message }] });
});

it('fails without asking where there is no call', () => {
  expect(recordCall.channels).toEqual(['call']);
  expect(rendered(start, {})).toMatchObject({ event: 'failed', warnings: [{ code: 81020 }] });
});

it.each([start, stop])('is tried again when Twilio is asked too often: %j', async properties => {
  expect(rendered(properties)).toMatchObject({ patient: true, seconds: 25 });
  twilio.doom(/^POST/, { status: 429, retryAfter: 2 });
  await expect(run(properties)).rejects.toMatchObject({ name: 'RetryLater', milliseconds: 2000 });
});

describe('when the answer is lost', () => {
  async function persist(properties: JsonObject): Promise<Done | Wait> {
    const since = new Date();
    await expect(run(properties, { since })).rejects.toMatchObject({ name: 'RetryLater' });
    return run(properties, { since, attempt: 2 });
  }

  it('finds the recording that was started: one, not two', async () => {
    twilio.doom(/^POST/, 'accepted, then dropped');
    expect(await persist(start)).toMatchObject({ event: 'success', output: { Status: 'in-progress' } });
    expect(twilio.recordings).toHaveLength(1);
  });

  it('starts again when nothing has happened: one, not none', async () => {
    twilio.doom(/^POST/, 'dropped');
    expect(await persist(start)).toMatchObject({ event: 'success' });
    expect(twilio.recordings).toHaveLength(1);
  });

  it('finds the recording that was stopped', async () => {
    twilio.recordings.push(recordingResource(1));
    twilio.doom(/^POST/, 'accepted, then dropped');
    expect(await persist(stop)).toMatchObject({ event: 'success', output: { Status: 'stopped' } });
    expect(twilio.posts()).toHaveLength(1);
  });

  it('stops again when nothing has happened', async () => {
    twilio.recordings.push(recordingResource(1));
    twilio.doom(/^POST/, 'dropped');
    expect(await persist(stop)).toMatchObject({ event: 'success', output: { Status: 'stopped' } });
    expect(twilio.posts()).toHaveLength(2);
  });

  it.each<[string, JsonObject]>([
    ['an older one', { date_created: now(60_000) }],
    ["a caller's message", { source: 'RecordVerb' }],
  ])('does not take %s for the one that it has started', async (_, others) => {
    twilio.recordings.push(recordingResource(9, others));
    await run(start, { attempt: 2 });
    expect(twilio.recordings).toHaveLength(2);
  });

  it.each(['in-progress', 'paused'])(
    'stops what is still %s, whatever else has ended meanwhile',
    async status => {
      const running = recordingResource(2, { status });
      twilio.recordings.push(recordingResource(1, { status: 'completed' }), running);
      await run(stop, { attempt: 2 });
      expect(twilio.posts()).toHaveLength(1);
    },
  );

  it('fails where nothing was recorded for a while', async () => {
    twilio.recordings.push(recordingResource(1, { status: 'completed', date_updated: now(60_000) }));
    expect(await run(stop, { attempt: 2 })).toMatchObject({ event: 'failed', warnings: [{ code: 20404 }] });
  });
});
