import type { JsonObject, Params } from '../../flow/json';
import type { Fault } from '../../phone/exchange/exchange';
import { heard, type CallRecord } from '../../phone/record';
import { Application } from '../phone/application';
import { flowOf, gather, http, say, state, variables } from '../resilience/flows';
import { Outside } from '../resilience/outside';
import { CallLeg } from '../resilience/twilio';
import { CONTACT, Engine, NUMBER, type Flow } from '../setup/engine';
import type { Execution } from '../setup/execution';
import { Person } from '../setup/telephone';
import { until } from '../setup/until';

const AWAY: Fault = { status: 503, code: 20503, message: 'Service Unavailable' };
const OVER: Fault = { status: 400, code: 21220, message: 'Call is not in-progress. Cannot redirect.' };
const UNKNOWN: Fault = { status: 404, code: 20404, message: 'The requested resource was not found' };

let engine: Engine;
let outside: Outside;
/** What Twilio was asked to do with live calls. */
const updates: { path: string; params: Params }[] = [];
/** What it does instead, one request after the other; the last one for all that follow. */
let faults: (Fault | undefined)[] = [];

beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start(), Outside.start()]);
  engine.exchange.fault = ({ method, path, params }) => {
    if (!/\/Calls\/CA\w+\.json$/.test(path)) return undefined;
    if (method === 'GET') return faults[0] === OVER ? UNKNOWN : undefined;
    updates.push({ path, params });
    return faults.length > 1 ? faults.shift() : faults[0];
  };
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});
beforeEach(() => {
  updates.length = 0;
  faults = [];
});

const redirect = (name: string, url: string, ways: Record<string, string>): JsonObject =>
  state(name, 'add-twiml-redirect', { url, method: 'POST', timeout: '14400' }, ways);

const sendAndWait = (name: string, next: string): JsonObject =>
  state(
    name,
    'send-and-wait-for-reply',
    { body: 'Are you there?', from: NUMBER, timeout: '3600' },
    { incomingMessage: next, timeout: '', deliveryFailure: '' },
  );

/** A call that somebody makes and is on the line of. */
interface OnTheLine {
  flow: Flow;
  caller: Person;
  callSid: string;
  hangUp: () => void;
  over: Promise<CallRecord>;
  execution: Execution;
}

async function callIn(definition: JsonObject, realTime = false): Promise<OnTheLine> {
  const flow = await engine.flow(definition);
  const caller = new Person();
  const call = engine.phone(flow, caller, { watch: caller.watch, realTime });
  const over = call.place();
  const { sid } = call;
  return {
    flow,
    caller,
    callSid: sid,
    over,
    hangUp: () => call.hangUp(),
    execution: engine.execution(flow, sid),
  };
}

/** A caller who listens to an application's queue, and what comes behind the redirect. */
async function queued(
  ...behind: [JsonObject, ...JsonObject[]]
): Promise<OnTheLine & { application: Application }> {
  const application = await Application.start({
    '/': '<Say>Please hold.</Say><Enqueue action="/left">support</Enqueue>',
    '/left': '<Say>You have left the queue.</Say>',
  });
  const next = behind[0]['name'] as string;
  const call = await callIn(
    flowOf(redirect('app', application.url(), { return: next, timeout: next, fail: '' }), ...behind),
  );
  await call.caller.asked('Enqueue');
  return { ...call, application };
}

/** An operator, or another system, gives control back: not by a request of the call. */
const giveBack = ({ handle }: Execution, params: Params = {}): Promise<void> =>
  handle.signal('webhook', { event: 'return', params });

const way = async (execution: Execution): Promise<string[]> =>
  (await execution.steps()).map(({ from }) => from);

describe('a caller who listens to something else', () => {
  it('hears what comes next as soon as control is given back from outside', async () => {
    const { execution, caller, over, flow, callSid } = await queued(
      gather('ask', 'Was {{widgets.app.agent}} of help?', 'thanks'),
      say('thanks', 'Thank you.'),
    );
    await giveBack(execution, { agent: 'Ann' });
    await caller.asked('Gather', 2);
    caller.says('1');
    expect(heard(await over)).toEqual(['Please hold.', 'Was Ann of help?', 'Thank you.']);
    expect(updates).toHaveLength(1);
    expect(updates[0]?.path).toContain(callSid);
    expect(updates[0]?.params['Url']).toMatch(new RegExp(`^${flow.url}\\?`));
    expect(await execution.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'app', 'ask', 'thanks'],
    });
  });

  it('hears the last words of a flow that ends', async () => {
    const { execution, over } = await queued(say('bye', 'We close now, {{widgets.app.agent}}.'));
    await giveBack(execution, { agent: 'Ann' });
    const record = await over;
    expect(heard(record)).toEqual(['Please hold.', 'We close now, Ann.']);
    expect(record.reason).toBe('hangup');
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
  });

  it('is left there by a flow that ends without a word', async () => {
    const { execution, caller, over } = await queued(variables('note', { late: 'yes' }));
    await giveBack(execution);
    expect(await execution.result()).toMatchObject({ reason: 'completed', way: ['Trigger', 'app', 'note'] });
    expect(updates).toEqual([]);
    caller.says('queue: leave');
    expect((await over).reason).toBe('hangup');
  });

  it('is left there while the flow has nothing to say, and hears it then', async () => {
    const { execution, caller, over, flow, hangUp } = await queued(
      http('tell', 'POST', outside.url('/told'), 'write'),
      sendAndWait('write', 'ask'),
      gather('ask', 'You wrote {{widgets.write.inbound.Body}}?', 'bye'),
      say('bye', 'Bye.'),
    );
    const contact = engine.contact(flow);
    await giveBack(execution);
    expect(await contact.until(1)).toEqual(['Are you there?']);
    await until(async () => 'write' in (await execution.context()).widgets);
    expect(outside.asked('/told')).toHaveLength(1);
    expect(caller.heard).toEqual(['Please hold.']);
    expect(updates).toEqual([]);
    await contact.write('Yes');
    await caller.asked('Gather', 2);
    expect(updates).toHaveLength(1);
    hangUp();
    expect(heard(await over)).toEqual(['Please hold.', 'You wrote Yes?']);
    expect(await execution.result()).toMatchObject({ reason: 'hangup' });
  });

  it('is not asked for again by an old document', async () => {
    const { execution, caller, over, flow, callSid, application } = await queued(
      gather('ask', 'Still there?', 'bye'),
      say('bye', 'Bye.'),
    );
    await giveBack(execution);
    await caller.asked('Gather', 2);
    const before = await way(execution);
    const leg = new CallLeg(flow, CONTACT, callSid);
    for (const query of [
      'FlowEvent=fetch&FlowStep=1&FlowTarget=0',
      'FlowEvent=return&FlowStep=1&choice=late',
      'FlowEvent=return&choice=late',
      'FlowEvent=timeout&FlowStep=1',
    ]) {
      const { body } = await leg.send({ query, params: { Digits: '1' } });
      expect(body).toContain('Still there?');
    }
    expect(await way(execution)).toEqual(before);
    expect(application.at('/left')).toEqual([]);
    caller.says('1');
    expect(heard(await over)).toEqual(['Please hold.', 'Still there?', 'Bye.']);
  });
});

describe('a caller who is held while the reply to a message is awaited', () => {
  /** Its pauses last: it does not come by itself in the very moment in which it is taken back. */
  const held = (...behind: [JsonObject, ...JsonObject[]]): Promise<OnTheLine> =>
    callIn(
      flowOf(
        say('hello', 'I send you a message.', 'write'),
        sendAndWait('write', behind[0]['name'] as string),
        ...behind,
      ),
      true,
    );

  it('is let go as soon as the execution is ended', async () => {
    const { caller, over, execution } = await held(say('bye', 'Bye.'));
    await caller.met('pause');
    await execution.handle.signal('end');
    const record = await over;
    expect(record).toMatchObject({ reason: 'hangup', status: 'completed' });
    expect(heard(record)).toEqual(['I send you a message.']);
    expect(updates).toHaveLength(1);
    expect(await execution.result()).toMatchObject({ reason: 'ended' });
  });

  it('hears what comes next as soon as the reply is there', async () => {
    const { flow, caller, over, execution } = await held(
      gather('ask', 'You wrote {{widgets.write.inbound.Body}}?', 'bye'),
      say('bye', 'Bye.'),
    );
    const contact = engine.contact(flow);
    await caller.met('pause');
    await contact.write('Blue');
    await caller.asked('Gather');
    caller.says('1');
    expect(heard(await over)).toEqual(['I send you a message.', 'You wrote Blue?', 'Bye.']);
    expect(contact.received).toEqual(['Are you there?']);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'hello', 'write', 'ask', 'bye'] });
  });

  it('hears the last words', async () => {
    const { flow, caller, over } = await held(say('bye', 'Thank you for {{widgets.write.inbound.Body}}.'));
    const contact = engine.contact(flow);
    await caller.met('pause');
    await contact.write('Blue');
    expect(heard(await over)).toEqual(['I send you a message.', 'Thank you for Blue.']);
  });

  it('hears the last words also where it has asked by itself and was led away before the answer', async () => {
    const { flow, caller, over, callSid } = await held(say('bye', 'Bye.'));
    const contact = engine.contact(flow);
    await caller.met('pause');
    faults = [AWAY, undefined];
    await contact.write('Blue');
    await until(() => Promise.resolve(updates.length > 0));
    const { body } = await new CallLeg(flow, CONTACT, callSid).send({ query: 'FlowEvent=listen&FlowStep=1' });
    expect(body).toContain('Bye.');
    expect(heard(await over)).toEqual(['I send you a message.', 'Bye.']);
    expect(updates).toHaveLength(2);
  });

  it('is hung up at once by a flow that ends without a word', async () => {
    const { flow, caller, over, execution } = await held(variables('note', { a: 'b' }));
    const contact = engine.contact(flow);
    await caller.met('pause');
    await contact.write('Blue');
    await execution.result();
    expect(updates).toHaveLength(1);
    expect(heard(await over)).toEqual(['I send you a message.']);
  });
});

describe('Twilio, asked for a call', () => {
  it('that is over: the execution ends, and tells why', async () => {
    const { execution, caller, hangUp } = await queued(
      gather('ask', 'Still there?', 'bye'),
      say('bye', 'Bye.'),
    );
    faults = [OVER];
    await giveBack(execution);
    expect(await execution.result()).toMatchObject({ reason: 'call-gone', way: ['Trigger', 'app'] });
    expect(await execution.endedReason()).toBe('call-gone');
    expect(updates).toHaveLength(1);
    expect(caller.heard).toEqual(['Please hold.']);
    hangUp();
  });

  it('that is over, for its last words: the execution is as complete as it can be', async () => {
    const { execution, hangUp } = await queued(say('bye', 'Bye.'));
    faults = [OVER];
    await giveBack(execution);
    expect(await execution.result()).toMatchObject({ reason: 'completed', way: ['Trigger', 'app', 'bye'] });
    hangUp();
  });

  it('while it is away: asks again, and the caller hears it then', async () => {
    const { execution, caller, over } = await queued(
      gather('ask', 'Still there?', 'bye'),
      say('bye', 'Bye.'),
    );
    faults = [AWAY, 'drop', undefined];
    await giveBack(execution);
    await caller.asked('Gather', 2);
    caller.says('1');
    expect(heard(await over)).toEqual(['Please hold.', 'Still there?', 'Bye.']);
    expect(updates).toHaveLength(3);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
  });

  it('while it is away: does not ask any more once the call has come by itself', async () => {
    const { execution, caller, over } = await queued(
      gather('ask', 'Still there?', 'bye'),
      say('bye', 'Bye.'),
    );
    faults = [AWAY];
    await giveBack(execution);
    await until(() => Promise.resolve(updates.length > 0));
    caller.says('queue: leave');
    await caller.asked('Gather', 2);
    const { events = [] } = await execution.handle.fetchHistory();
    const asked = events?.filter(
      event => event.activityTaskScheduledEventAttributes?.activityType?.name === 'takeBack',
    );
    const given = events?.filter(event => event.activityTaskCancelRequestedEventAttributes);
    expect([asked?.length, given?.length]).toEqual([1, 1]);
    caller.says('1');
    expect(heard(await over)).toEqual(['Please hold.', 'Still there?', 'Bye.']);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
  });
});
