import type { JsonObject, Params } from '../../flow/json';
import { makeOutgoingCallV1 } from '../../widgets/make-outgoing-call-v1';
import { makeOutgoingCallV2 } from '../../widgets/make-outgoing-call-v2';
import type { Call, Done, Scope, Wait, Widget, World } from '../../widgets/widget';
import { fittingRule } from '../../workflows/resume';
import { accountSid, CONTACT, flowSid, makeContext, makeScope, OURS, runExported, url } from './scope';
import { callResource, now, startTwilioCalls, type TwilioCalls } from './twilio-calls';
import { makeWorld, noHttp } from './world';

const webhook = `https://engine.test/v1/Accounts/${accountSid}/Flows/${flowSid}`;
const execution = `FlowExecution=${flowSid}%2FCA${'0'.repeat(32)}`;

let twilio: TwilioCalls;
beforeAll(async () => (twilio = await startTwilioCalls()));
beforeEach(() => twilio.reset());
afterAll(() => twilio.close());

const templates = { to: '{{contact.channel.address}}', from: '{{flow.channel.address}}' };

function ordered(widget: Widget, properties: JsonObject = {}, scope: Partial<Scope> = {}) {
  const made = makeScope({ channel: 'request', ...scope });
  return runExported(widget, { ...templates, ...properties }, made) as Call;
}

async function place(
  widget: Widget,
  properties?: JsonObject,
  world: Partial<World> = {},
): Promise<Done | Wait> {
  return attempt(widget, ordered(widget, properties), world);
}

function attempt(widget: Widget, { call }: Call, world: Partial<World> = {}): Promise<Done | Wait> {
  return widget.call!(call, makeWorld(noHttp, { twilio: twilio.twilio, ...world }));
}

/** What Twilio was told, by name. */
function told(): Params {
  expect(twilio.posts()).toHaveLength(1);
  return twilio.posts()[0]!.form;
}

const both = [makeOutgoingCallV1, makeOutgoingCallV2];

describe.each(both)('$type', widget => {
  it('calls the contact, and has Twilio come back to the execution', async () => {
    await place(widget);
    expect(twilio.posts()[0]!.path).toBe(`/2010-04-01/Accounts/${accountSid}/Calls.json`);
    expect(told()).toEqual({
      To: CONTACT,
      From: OURS,
      Timeout: '60',
      Url: `${url('answered')}&${execution}`,
      Method: 'POST',
      StatusCallback: `${webhook}?${execution}`,
      StatusCallbackEvent: 'completed',
      StatusCallbackMethod: 'POST',
    });
  });

  it('speaks to that call from now on, and leaves what is known of it', async () => {
    const sid = `CA${'0'.repeat(31)}1`;
    expect(await place(widget)).toMatchObject({
      verbs: [],
      callSid: sid,
      output: {
        CallSid: sid,
        AccountSid: accountSid,
        CallStatus: 'queued',
        From: OURS,
        To: CONTACT,
        Direction: 'outbound-api',
      },
    });
  });

  it('is tried again for up to an hour; one attempt has time for two requests', () => {
    expect(ordered(widget)).toMatchObject({ patient: true, seconds: 25 });
  });

  it('works wherever no call has come in', () => {
    expect(widget.channels).toEqual(['message', 'conversation', 'request']);
    expect(widget.speaks).toBeUndefined();
  });

  it.each(['', ' ', '{{trigger.message.From}}'])(
    'fails without asking where nobody is to be called: "%s"',
    to => {
      expect(ordered(widget, { to })).toEqual({
        event: 'failed',
        warnings: [{ code: 81008, message: expect.stringContaining('"to" is empty') as string }],
      });
    },
  );
});

describe('v1', () => {
  it('records and detects machines when it is told to', async () => {
    await place(makeOutgoingCallV1, { record: true, detect_answering_machine: true, timeout: 20 });
    expect(told()).toMatchObject({ Record: 'true', MachineDetection: 'Enable', Timeout: '20' });
  });
});

describe('v2', () => {
  it('hands on all that it is told', async () => {
    await place(makeOutgoingCallV2, {
      to: 'sip:alice@example.com',
      from: 'bob',
      timeout: 20,
      send_digits: 'w12#',
      record: true,
      recording_channels: 'dual',
      recording_status_callback: 'https://example.com/recorded?token=hunter2',
      trim: 'do-not-trim',
      detect_answering_machine: true,
      machine_detection: 'DetectMessageEnd',
      machine_detection_timeout: '20',
      machine_detection_speech_threshold: '2500',
      machine_detection_speech_end_threshold: '1300',
      machine_detection_silence_timeout: '6000',
      sip_auth_username: 'alice',
      sip_auth_password: 'correct horse',
    });
    expect(told()).toMatchObject({
      To: 'sip:alice@example.com',
      From: 'bob',
      Timeout: '20',
      SendDigits: 'w12#',
      Record: 'true',
      RecordingChannels: 'dual',
      RecordingStatusCallback: 'https://example.com/recorded?token=hunter2',
      Trim: 'do-not-trim',
      MachineDetection: 'DetectMessageEnd',
      MachineDetectionTimeout: '20',
      MachineDetectionSpeechThreshold: '2500',
      MachineDetectionSpeechEndThreshold: '1300',
      MachineDetectionSilenceTimeout: '6000',
      SipAuthUsername: 'alice',
      SipAuthPassword: 'correct horse',
    });
  });

  it('keeps passwords and tokens from the history', () => {
    const { call } = ordered(makeOutgoingCallV2, {
      sip_auth_password: 'hunter2',
      record: true,
      recording_status_callback: 'https://me:hunter2@example.com/?token=hunter2',
    });
    expect(JSON.stringify(call).replace(/sealed\(.*?\)/g, '')).not.toContain('hunter2');
  });

  it('says nothing of recordings and machines unless it is to record and to detect them', async () => {
    await place(makeOutgoingCallV2, {
      record: false,
      recording_channels: 'dual',
      recording_status_callback: 'https://example.com/',
      trim: 'do-not-trim',
      detect_answering_machine: false,
      machine_detection: 'Enable',
      machine_detection_timeout: '20',
    });
    expect(Object.keys(told()).filter(name => /Record|Trim|Machine/.test(name))).toEqual([]);
  });

  it('detects machines in the simple way unless it is told how', async () => {
    await place(makeOutgoingCallV2, { detect_answering_machine: true });
    expect(told()).toMatchObject({ MachineDetection: 'Enable', MachineDetectionTimeout: '30' });
  });

  it('leaves to Twilio what is no number', async () => {
    await place(makeOutgoingCallV2, {
      detect_answering_machine: true,
      machine_detection_timeout: 'soon',
      machine_detection_speech_threshold: '{{flow.variables.nothing}}',
      machine_detection_speech_end_threshold: '-1',
      machine_detection_silence_timeout: '5 s',
    });
    expect(told()).toMatchObject({ MachineDetection: 'Enable' });
    expect(Object.keys(told()).filter(name => /^MachineDetection./.test(name))).toEqual([]);
  });
});

describe('how long it waits before it takes "failed"', () => {
  it.each<[string, JsonObject, number]>([
    ['while it rings, and a minute more', {}, 120],
    ['as long as it may ring', { timeout: 600 }, 660],
    ['while machines are told from people, too', { detect_answering_machine: true }, 150],
    [
      'as long as that may take',
      { detect_answering_machine: true, machine_detection_timeout: '59', timeout: 10 },
      129,
    ],
    ['for the time that is known where it is no number', detecting('soon'), 150],
  ])('%s', async (_, properties, seconds) => {
    expect(await place(makeOutgoingCallV2, properties)).toMatchObject({
      timeout: { seconds, event: 'failed' },
    });
  });

  it('and while the call waits in the queue of the account', async () => {
    const since = new Date();
    const form = { To: CONTACT, From: OURS };
    twilio.calls.push(callResource(1, form, { queue_time: '90500' }));
    expect(await place(makeOutgoingCallV2, {}, { attempt: 2, since })).toMatchObject({
      timeout: { seconds: 211 },
    });
  });
});

function detecting(machine_detection_timeout: string): JsonObject {
  return { detect_answering_machine: true, machine_detection_timeout };
}

describe('what comes back', () => {
  const sid = `CA${'0'.repeat(31)}1`;
  const answer = { CallSid: sid, CallStatus: 'in-progress' };
  let v1: Wait;
  let v2: Wait;
  beforeEach(async () => {
    v1 = (await place(makeOutgoingCallV1)) as Wait;
    twilio.calls.length = 0;
    v2 = (await place(makeOutgoingCallV2)) as Wait;
  });

  const answered = (params: Params = {}) => ({ event: 'answered', params: { ...answer, ...params } });
  const over = (CallStatus: string, CallSid = sid) => ({
    callback: true,
    over: true,
    params: { CallSid, CallStatus },
  });

  it('an answer begins a call', () => {
    expect(fittingRule(v1.resume, answered())).toEqual({ event: 'answered', begins: true });
    expect(fittingRule(v2.resume, answered())).toEqual({ event: 'answered', begins: true });
  });

  it.each(['machine_start', 'machine_end_beep', 'machine_end_silence', 'machine_end_other', 'fax'])(
    'a machine that answers (%s) has an event of its own in v1',
    AnsweredBy => {
      const rule = fittingRule(v1.resume, answered({ AnsweredBy }));
      expect(rule).toMatchObject({ event: 'answeredByMachine', begins: true });
      expect(fittingRule(v2.resume, answered({ AnsweredBy }))).toMatchObject({
        event: 'answered',
        begins: true,
      });
    },
  );

  it.each(['human', 'unknown'])('%s is no machine', AnsweredBy => {
    expect(fittingRule(v1.resume, answered({ AnsweredBy }))).toMatchObject({ event: 'answered' });
  });

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'noAnswer'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
  ])('a call that ends as %s: %s', (status, event) => {
    for (const { resume } of [v1, v2]) {
      expect(fittingRule(resume, over(status))).toMatchObject({ event, callback: true });
    }
  });

  it('a call that was answered, and is over before the flow hears of it: hangup in v1, answered in v2', () => {
    expect(fittingRule(v1.resume, over('completed'))?.event).toBe('hangup');
    expect(fittingRule(v2.resume, over('completed'))?.event).toBe('answered');
    expect(fittingRule(v2.resume, over('completed'))?.begins).toBeUndefined();
  });

  it.each(['queued', 'initiated', 'ringing', 'in-progress'])('a call that is %s is waited for', status => {
    for (const { resume } of [v1, v2]) expect(fittingRule(resume, over(status))).toBeUndefined();
  });

  it("another call's end is nothing to it", () => {
    const other = over('busy', `CA${'9'.repeat(32)}`);
    for (const { resume } of [v1, v2]) expect(fittingRule(resume, other)).toBeUndefined();
  });

  it('what the contact writes meanwhile is nothing to it', () => {
    const message = { message: true, params: { Body: 'hi', MessageSid: 'SM1' } };
    for (const { resume } of [v1, v2]) expect(fittingRule(resume, message)).toBeUndefined();
  });
});

describe('when Twilio does not do it', () => {
  it("takes 'failed' with Twilio's code and message", async () => {
    const message = 'The phone number you are attempting to call, +1, is not valid.';
    twilio.doom(/^POST/, { status: 400, code: 21211, message });
    expect(await place(makeOutgoingCallV2)).toEqual({
      event: 'failed',
      output: { ErrorCode: 21211, ErrorMessage: message },
      warnings: [{ code: 81008, message: `Failed to connect to outgoing Call: 21211 ${message}` }],
    });
  });

  it.each<[string, object, number | undefined]>([
    ['is asked too often', { status: 429, code: 20429, retryAfter: 7 }, 7000],
    ['is not available', { status: 503 }, undefined],
  ])('is tried again when Twilio %s', async (_, fate, milliseconds) => {
    twilio.doom(/^POST/, fate as { status: number });
    await expect(place(makeOutgoingCallV2)).rejects.toMatchObject({ name: 'RetryLater', milliseconds });
    expect(twilio.calls).toEqual([]);
  });

  it('does not look for a call that it has not placed', async () => {
    await place(makeOutgoingCallV2);
    expect(twilio.asked.map(({ method }) => method)).toEqual(['POST']);
  });
});

describe('when the answer is lost', () => {
  /** Attempts until one tells how it went. */
  async function persist(order: Call, since = new Date()): Promise<Done | Wait> {
    for (let number = 1; number < 5; number += 1) {
      try {
        return await attempt(makeOutgoingCallV2, order, { attempt: number, since });
      } catch (error) {
        expect(error).toMatchObject({ name: 'RetryLater' });
      }
    }
    throw new Error('gave no answer');
  }

  it('finds the call that was placed: one, not two', async () => {
    twilio.doom(/^POST/, 'accepted, then dropped');
    const wait = await persist(ordered(makeOutgoingCallV2));
    expect(wait).toMatchObject({ callSid: twilio.calls[0]!['sid'] });
    expect(twilio.calls).toHaveLength(1);
  });

  it('waits for it as for any other', async () => {
    const direct = await persist(ordered(makeOutgoingCallV2));
    twilio.calls.length = 0;
    twilio.doom(/^POST/, 'accepted, then dropped');
    expect(await persist(ordered(makeOutgoingCallV2))).toEqual(direct);
  });

  it('calls again when nothing has happened: one, not none', async () => {
    twilio.doom(/^POST/, 'dropped');
    expect(await persist(ordered(makeOutgoingCallV2))).toMatchObject({ callSid: twilio.calls[0]!['sid'] });
    expect(twilio.calls).toHaveLength(1);
  });

  it('waits for a call that is over already: the word of its end comes by itself', async () => {
    const form = { To: CONTACT, From: OURS };
    twilio.calls.push(callResource(1, form, { status: 'busy' }));
    const wait = await attempt(makeOutgoingCallV2, ordered(makeOutgoingCallV2), { attempt: 2 });
    expect(wait).toMatchObject({ callSid: twilio.calls[0]!['sid'], output: { CallStatus: 'busy' } });
  });

  const known = `CA${'7'.repeat(32)}`;
  it.each<[string, JsonObject]>([
    ['that came in', { direction: 'inbound' }],
    ['that a call has dialled', { direction: 'outbound-dial' }],
    ['to somebody else', { to: '+15550100009' }],
    ['from somebody else', { from: '+15550100009' }],
    ['of a minute ago', { date_created: now(60_000) }],
    ['that the execution has placed before', { sid: known }],
  ])('does not take a call for it %s', async (_, others) => {
    twilio.calls.push(callResource(7, { To: CONTACT, From: OURS }, others));
    const context = { ...makeContext(), widgets: { call_1: { CallSid: known } } };
    const wait = await attempt(makeOutgoingCallV2, ordered(makeOutgoingCallV2, {}, { context }), {
      attempt: 2,
    });
    expect(twilio.calls).toHaveLength(2);
    expect(wait).toMatchObject({ callSid: `CA${'0'.repeat(31)}2` });
  });

  it('knows the call that the execution speaks to', async () => {
    twilio.calls.push(callResource(7, { To: CONTACT, From: OURS }, { sid: known }));
    await attempt(makeOutgoingCallV2, ordered(makeOutgoingCallV2, {}, { callSid: known }), { attempt: 2 });
    expect(twilio.calls).toHaveLength(2);
  });
});
