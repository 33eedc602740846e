import { searchAttributes } from '../../workflows/search-attributes';
import type { JsonObject, Params } from '../../flow/json';
import type { Answered, PickUp } from '../../phone/exchange/exchange';
import { heard } from '../../phone/record';
import { Script } from '../../phone/script';
import { flowOf, gather, say, state } from '../resilience/flows';
import { ACCOUNT, CONTACT, Engine, NUMBER, type Flow } from '../setup/engine';
import type { Execution } from '../setup/execution';
import { human, Telephone } from '../setup/telephone';
import { until } from '../setup/until';

/** Somebody else than the contact. */
const CALLEE = '+15557770001';
const TYPES = ['make-outgoing-call-v2', 'make-outgoing-call-v1'] as const;
type Type = (typeof TYPES)[number];

let engine: Engine;
/** The forms of the requests for a call that Twilio has had. */
const orders: Params[] = [];
beforeAll(async () => {
  engine = await Engine.start();
  engine.exchange.fault = ({ method, path, params }) => {
    if (method === 'POST' && path.endsWith('/Calls.json')) orders.push(params);
    return undefined;
  };
});
afterAll(() => engine.close());

let telephone: Telephone;
beforeEach(() => (orders.length = 0));
afterEach(() => telephone.unplug());

function plug(...reactions: ConstructorParameters<typeof Telephone>[2][]): Telephone {
  const [first = 'no-answer', ...others] = reactions;
  return (telephone = new Telephone(engine.exchange, CALLEE, first, ...others));
}

const ways: Record<Type, string[]> = {
  'make-outgoing-call-v2': ['busy', 'noAnswer', 'failed'],
  'make-outgoing-call-v1': ['answeredByMachine', 'busy', 'noAnswer', 'hangup', 'failed'],
};

/** A flow that calls, and goes on where the call is answered; all other ways lead to widgets of their names. */
function calling(type: Type, properties: JsonObject, ...answered: [JsonObject, ...JsonObject[]]): JsonObject {
  const next = { answered: answered[0]['name'] as string };
  for (const event of ways[type]) Object.assign(next, { [event]: event });
  return flowOf(
    state('call', type, { to: CALLEE, from: '{{flow.channel.address}}', ...properties }, next),
    ...answered,
    ...ways[type].map(event => say(event, `Taken for ${event}.`)),
  );
}

/** By what an execution starts that places a call. */
const starts: Record<string, (flow: Flow) => Promise<Execution>> = {
  'a request': flow => engine.request(flow),
  'a message': async flow => {
    await engine.contact(flow).write('Call me');
    return engine.execution(flow);
  },
};

describe.each(Object.entries(starts))('an execution that %s has started', (_what, start) => {
  it.each(TYPES)('places a call, and speaks on it: %s', async type => {
    const flow = await engine.flow(
      calling(
        type,
        {},
        say('hello', 'Hello.', 'ask'),
        gather('ask', 'A key?', 'bye'),
        say('bye', 'You pressed {{widgets.ask.Digits}}, {{contact.channel.address}}.'),
      ),
    );
    const callee = plug(human('7'));
    const execution = await start(flow);
    const record = await callee.over();
    expect(heard(record)).toEqual(['Hello.', 'A key?', `You pressed 7, ${CONTACT}.`]);
    expect(record).toMatchObject({ from: NUMBER, to: CALLEE, reason: 'hangup', status: 'completed' });
    expect(await execution.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'call', 'hello', 'ask', 'bye'],
    });
    expect(orders).toHaveLength(1);
  });

  it('tells Twilio with every URL whose call it is', async () => {
    const flow = await engine.flow(calling('make-outgoing-call-v2', {}, say('hello', 'Hello.')));
    const callee = plug(human());
    const execution = await start(flow);
    await callee.over();
    const [{ Url = '', StatusCallback = '', StatusCallbackEvent } = {}] = orders;
    for (const url of [Url, StatusCallback]) {
      expect(url.startsWith(`${flow.url}?`)).toBe(true);
      expect(new URL(url).searchParams.get('FlowExecution')).toBe(execution.workflowId);
    }
    expect(StatusCallbackEvent).toBe('completed');
    await execution.result();
  });

  it('is found by the SID of its call', async () => {
    const callee = plug(human());
    const flow = await engine.flow(calling('make-outgoing-call-v2', {}, say('hello', 'Hello.')));
    const execution = await start(flow);
    const { callSid } = await callee.over();
    await execution.result();
    const { typedSearchAttributes } = await execution.handle.describe();
    expect(typedSearchAttributes.get(searchAttributes.callSid)).toBe(callSid);
  });
});

const as = (who: Answered['as'], ...lines: string[]): Answered => ({ as: who, answers: new Script(lines) });

/** What becomes of the call, the event it is left by, and what is known of it. */
const outcomes: [Type, JsonObject, PickUp, string, Params][] = [
  ['make-outgoing-call-v2', {}, as('human'), 'answered', { CallStatus: 'in-progress' }],
  ['make-outgoing-call-v1', {}, as('human'), 'answered', { CallStatus: 'in-progress' }],
  ['make-outgoing-call-v2', {}, 'busy', 'busy', { CallStatus: 'busy' }],
  ['make-outgoing-call-v1', {}, 'busy', 'busy', { CallStatus: 'busy' }],
  ['make-outgoing-call-v2', {}, 'no-answer', 'noAnswer', { CallStatus: 'no-answer' }],
  ['make-outgoing-call-v1', {}, 'no-answer', 'noAnswer', { CallStatus: 'no-answer' }],
  ['make-outgoing-call-v2', {}, 'failed', 'failed', { CallStatus: 'failed' }],
  ['make-outgoing-call-v1', {}, 'failed', 'failed', { CallStatus: 'failed' }],
];
const detect = { detect_answering_machine: true };
const detected: typeof outcomes = [
  ['make-outgoing-call-v2', detect, as('human'), 'answered', { AnsweredBy: 'human' }],
  ['make-outgoing-call-v2', detect, as('machine'), 'answered', { AnsweredBy: 'machine_start' }],
  ['make-outgoing-call-v2', detect, as('fax'), 'answered', { AnsweredBy: 'fax' }],
  [
    'make-outgoing-call-v2',
    { ...detect, machine_detection: 'DetectMessageEnd' },
    as('machine'),
    'answered',
    { AnsweredBy: 'machine_end_beep', MachineDetectionDuration: '2400' },
  ],
  ['make-outgoing-call-v1', detect, as('human'), 'answered', { AnsweredBy: 'human' }],
  ['make-outgoing-call-v1', detect, as('machine'), 'answeredByMachine', { AnsweredBy: 'machine_start' }],
  ['make-outgoing-call-v1', detect, as('fax'), 'answeredByMachine', { AnsweredBy: 'fax' }],
  ['make-outgoing-call-v1', {}, as('machine'), 'answered', { CallStatus: 'in-progress' }],
];

describe('what becomes of a call', () => {
  it.each([...outcomes, ...detected])('%s %j: %j is %s', async (type, properties, pickUp, event, known) => {
    const callee = plug(pickUp);
    const flow = await engine.flow(calling(type, properties, say('answered', 'Taken for answered.')));
    const execution = await engine.request(flow);
    const record = await callee.over();
    expect(heard(record)).toEqual(typeof pickUp === 'string' ? [] : [`Taken for ${event}.`]);
    await execution.result();
    expect((await execution.steps()).at(1)).toMatchObject({ from: 'call', name: event, to: event });
    const { call } = (await execution.context()).widgets;
    expect(call).toMatchObject({
      ...known,
      CallSid: record.callSid,
      AccountSid: ACCOUNT,
      From: NUMBER,
      To: CALLEE,
      Direction: 'outbound-api',
    });
    expect(call).not.toHaveProperty('FlowExecution');
    if (!('AnsweredBy' in known)) expect(call).not.toHaveProperty('AnsweredBy');
  });

  it('that is cancelled while it rings', async () => {
    plug(() => new Promise<PickUp>(() => undefined));
    const flow = await engine.flow(calling('make-outgoing-call-v2', {}, say('hello', 'Hello.')));
    const execution = await engine.request(flow);
    const { callSid } = await telephone.rung();
    engine.exchange.calls.find(({ sid }) => sid === callSid)?.complete();
    await execution.result();
    expect((await execution.steps()).at(1)).toMatchObject({ name: 'failed' });
    expect((await execution.context()).widgets['call']).toMatchObject({ CallStatus: 'canceled' });
  });

  it('is told while it rings already', async () => {
    let pickUp: (pickUp: PickUp) => void = () => undefined;
    plug(() => new Promise<PickUp>(resolve => (pickUp = resolve)));
    const flow = await engine.flow(calling('make-outgoing-call-v2', {}, say('hello', 'Hello.')));
    const execution = await engine.request(flow);
    const { callSid } = await telephone.rung();
    await until(async () => 'call' in (await execution.context()).widgets);
    const { call } = (await execution.context()).widgets;
    expect(call).toMatchObject({ CallSid: callSid, CallStatus: 'queued', From: NUMBER, To: CALLEE });
    pickUp('busy');
    await execution.result();
  });
});

describe('what the flow says of the call', () => {
  it('is what Twilio is asked for', async () => {
    plug('busy');
    const properties = {
      timeout: 20,
      record: true,
      recording_channels: 'dual',
      recording_status_callback: 'https://example.com/recorded',
      trim: 'trim-silence',
      send_digits: 'ww1234#',
      ...detect,
      machine_detection_timeout: '12',
      sip_auth_username: 'me',
      sip_auth_password: '{{flow.data.word}}',
    };
    const flow = await engine.flow(calling('make-outgoing-call-v2', properties, say('hello', 'Hello.')));
    const execution = await engine.request(flow, { parameters: { word: 'se cret' } });
    await execution.result();
    expect(orders).toMatchObject([
      {
        To: CALLEE,
        From: NUMBER,
        Timeout: '20',
        Record: 'true',
        RecordingChannels: 'dual',
        RecordingStatusCallback: 'https://example.com/recorded',
        Trim: 'trim-silence',
        SendDigits: 'ww1234#',
        MachineDetection: 'Enable',
        MachineDetectionTimeout: '12',
        SipAuthUsername: 'me',
        SipAuthPassword: 'se cret',
      },
    ]);
  });
});

describe('two calls one after the other', () => {
  it.each(TYPES)('the second speaks where the first was busy: %s', async type => {
    const again = { busy: 'second', noAnswer: '', failed: '', answered: 'hello' };
    const flow = await engine.flow(
      flowOf(
        state('first', type, { to: CALLEE, from: NUMBER }, again),
        state('second', type, { to: CALLEE, from: NUMBER }, { ...again, busy: '' }),
        say('hello', '{{widgets.first.CallStatus}} first, {{widgets.second.CallStatus}} now.'),
      ),
    );
    const callee = plug('busy', human());
    const execution = await engine.request(flow);
    const second = await callee.over(2);
    expect(heard(second)).toEqual(['busy first, in-progress now.']);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'first', 'second', 'hello'] });
    const { typedSearchAttributes } = await execution.handle.describe();
    expect(typedSearchAttributes.get(searchAttributes.callSid)).toBe(second.callSid);
    const { first: known, second: last } = (await execution.context()).widgets;
    expect([known?.['CallSid'], last?.['CallSid']]).toEqual(callee.legs.map(({ callSid }) => callSid));
  });

  it('whoever was called first does not listen to silence while the second rings', async () => {
    const flow = await engine.flow(
      flowOf(
        state('first', 'make-outgoing-call-v2', { to: CALLEE, from: NUMBER }, { answered: 'wait' }),
        say('wait', 'Somebody else is called.', 'second'),
        state('second', 'make-outgoing-call-v2', { to: CALLEE, from: NUMBER }, { answered: 'hello' }),
        say('hello', 'Hello.'),
      ),
    );
    const callee = plug(human(), human());
    const execution = await engine.request(flow);
    const [first, second] = [await callee.over(1), await callee.over(2)];
    expect([heard(first), heard(second)]).toEqual([['Somebody else is called.'], ['Hello.']]);
    expect(first.happenings.map(({ kind }) => kind)).not.toContain('pause');
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
  });
});
