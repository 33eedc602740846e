import type { PickUp } from '../../phone/exchange/exchange';
import { heard } from '../../phone/record';
import { Outside } from '../resilience/outside';
import { CallLeg, queryIn } from '../resilience/twilio';
import { Engine, NUMBER } from '../setup/engine';
import { Telephone } from '../setup/telephone';
import { until } from '../setup/until';
import type { OnActive } from '../../workflows/contract';
import { gather, say, state } from './flows';
import { ask, flowOf, somebody, write } from './message-flows';

let engine: Engine;
let outside: Outside;

beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start(), Outside.start()]);
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});

/** Somebody who has written to a flow, which has somebody else called and waits for that. */
async function start(onActive?: OnActive) {
  const [from, callee] = [somebody(), somebody()];
  const pickUps: ((how: PickUp) => void)[] = [];
  const telephone = new Telephone(
    engine.exchange,
    callee,
    () => new Promise(resolve => pickUps.push(resolve)),
  );
  const flow = await engine.flow(
    flowOf(
      state(
        'call',
        'make-outgoing-call-v2',
        { to: callee, from: '{{flow.channel.address}}', timeout: 60 },
        { answered: null, busy: 'name', noAnswer: null, failed: null },
      ),
      ask('name', '{{trigger.message.Body}}: name?', 'hello'),
      write('hello', '{{trigger.message.Body}}: hello {{widgets.name.inbound.Body}}'),
    ),
    onActive ? { settings: { onActive } } : {},
  );
  const contact = engine.contact(flow, { from });
  await contact.write('One');
  await telephone.rung();
  const execution = engine.execution(flow, `${NUMBER}/${from}`);
  return {
    contact,
    telephone,
    execution,
    first: await execution.pinned(),
    reject: (call = 1) => pickUps[call - 1]?.('busy'),
  };
}

describe('a contact who writes while the active execution waits for something else', () => {
  it.each([undefined, 'join'] as const)('joins it (onActive: %s)', async onActive => {
    const { contact, reject, first } = await start(onActive);
    await contact.write('Two');
    reject();
    expect(await contact.until(2)).toEqual(['One: name?', 'One: hello Two']);
    expect(await first.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'call', 'name', 'hello'],
    });
  });

  it('supersedes it (onActive: supersede)', async () => {
    const { contact, reject, telephone, execution, first } = await start('supersede');
    await contact.write('Two');
    expect(await first.result()).toMatchObject({ reason: 'superseded', way: ['Trigger'] });
    expect(await first.endedReason()).toBe('superseded');
    await telephone.rung(2);
    reject(1);
    reject(2);
    await contact.until(1);
    await contact.write('Ada');
    expect(await contact.until(2)).toEqual(['Two: name?', 'Two: hello Ada']);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
    expect((await execution.context()).trigger).toMatchObject({ message: { Body: 'Two' } });
  });

  it('is left alone (onActive: reject)', async () => {
    const { contact, reject, execution, first } = await start('reject');
    await contact.write('Two');
    reject();
    await contact.until(1);
    expect(contact.received).toEqual(['One: name?']);
    await contact.write('Ada');
    expect(await contact.until(2)).toEqual(['One: name?', 'One: hello Ada']);
    expect(await first.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', 'call', 'name', 'hello'],
    });
    expect(await execution.warnings()).toMatchObject([{ code: 81002 }]);
  });

  it.each(['join', 'supersede', 'reject'] as const)(
    'is no new start where a reply is waited for (%s)',
    async onActive => {
      const { contact, reject, execution, first } = await start(onActive);
      reject();
      await contact.until(1);
      await contact.write('Ada');
      expect(await contact.until(2)).toEqual(['One: name?', 'One: hello Ada']);
      expect(await first.result()).toMatchObject({
        reason: 'completed',
        way: ['Trigger', 'call', 'name', 'hello'],
      });
      expect(await execution.warnings()).toEqual([]);
    },
  );

  it('can write several messages at once: the last that makes way counts (supersede)', async () => {
    const { contact, telephone, execution } = await start('supersede');
    await Promise.all(['Two', 'Three', 'Four'].map(text => contact.write(text)));
    await telephone.rung(4);
    expect((await execution.handle.describe()).status.name).toBe('RUNNING');
    expect(await execution.warnings()).toEqual([]);
  });
});

describe('an execution that waits', () => {
  const question = flowOf(
    ask('name', 'Name?', 'hello'),
    write('hello', 'Hello {{widgets.name.inbound.Body}}'),
  );

  it.each([
    [{}, 'ended'],
    [{ reason: 'superseded' }, 'superseded'],
  ])('can be ended (%j), and the contact starts anew at once', async (argument, reason) => {
    const flow = await engine.flow(question);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    await contact.write('Hi');
    await contact.until(1);
    const execution = engine.execution(flow, `${NUMBER}/${from}`);
    const first = await execution.pinned();
    await execution.handle.signal('end', argument);
    await contact.write('Hi again');
    await contact.until(2);
    await contact.write('Ada');
    expect(await contact.until(3)).toEqual(['Name?', 'Name?', 'Hello Ada']);
    expect(await first.result()).toMatchObject({ reason, way: ['Trigger'] });
    expect(await first.endedReason()).toBe(reason);
    expect((await execution.context()).trigger).toMatchObject({ message: { Body: 'Hi again' } });
  });

  it('and has kept messages notes them when it is ended', async () => {
    const { contact, execution, first } = await start();
    await contact.write('Two');
    await contact.write('Three');
    await execution.handle.signal('end', { reason: 'superseded' });
    expect(await first.result()).toMatchObject({ reason: 'superseded', way: ['Trigger'] });
    expect(await execution.warnings()).toMatchObject([
      { code: 81002, message: expect.stringContaining("2 of the contact's messages") as string },
    ]);
  });
});

describe('an execution that is at work', () => {
  it.each([
    [{}, 'ended'],
    [{ reason: 'superseded' }, 'superseded'],
  ])('writes nothing more once it has been ended: %j', async (argument, reason) => {
    const work = { method: 'POST', url: outside.url('/held') };
    const flow = await engine.flow(
      flowOf(
        state('work', 'make-http-request', work, { success: 'note', failed: 'note' }),
        state('note', 'set-variables', { variables: [{ key: 'done', value: 'yes' }] }, { next: 'hello' }),
        write('hello', 'Hello'),
      ),
    );
    const from = somebody();
    const contact = engine.contact(flow, { from });
    const asked = outside.asked('/held').length;
    const written = contact.write('Hi');
    await outside.untilAsked('/held', asked + 1);
    const execution = engine.execution(flow, `${NUMBER}/${from}`);
    await execution.handle.signal('end', argument);
    outside.release();
    expect(await execution.result()).toMatchObject({ reason, way: ['Trigger', 'work', 'note'] });
    await written;
    expect(contact.received).toEqual([]);
  });
});

describe('an execution that tries to reach Twilio again and again', () => {
  it('ends when it is told to, though Twilio is away', async () => {
    let asked = 0;
    engine.exchange.fault = ({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/Messages.json')) return undefined;
      asked += 1;
      return { status: 503, code: 20503, message: 'Service Unavailable' };
    };
    const flow = await engine.flow(flowOf(write('hello', 'Hello')));
    const from = somebody();
    const contact = engine.contact(flow, { from });
    const written = contact.write('Hi');
    await until(() => Promise.resolve(asked >= 4));
    const execution = engine.execution(flow, `${NUMBER}/${from}`);
    await execution.handle.signal('end');
    expect(await execution.result()).toMatchObject({ reason: 'ended' });
    engine.exchange.fault = () => undefined;
    await written;
    expect(contact.received).toEqual([]);
  });
});

describe('a flow that takes one call of a caller at a time', () => {
  const one = {
    ...flowOf(
      gather('ask', 'Key?', { keypress: 'thanks' }),
      say('thanks', 'Thanks for {{widgets.ask.Digits}}'),
    ),
    flags: { allow_concurrent_calls: false },
  };

  it('ends the call that lasts for the one that comes (onActive: supersede)', async () => {
    const flow = await engine.flow(one, { settings: { onActive: 'supersede' } });
    const from = somebody();
    const first = new CallLeg(flow, from);
    const question = await first.ring();
    const execution = engine.execution(flow, from);
    const former = await execution.pinned();
    const second = await engine.call(flow, ['2'], { from });
    expect(heard(second)).toEqual(['Key?', 'Thanks for 2']);
    expect(await former.result()).toMatchObject({ reason: 'superseded', way: ['Trigger'] });
    // What the first call asks now is not the second's.
    const late = await first.send({ query: queryIn(question), params: { Digits: '1' } });
    expect(late.body).toMatch(/<Hangup\/>|We are sorry/);
    await first.callback('completed');
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
  });

  it('leaves the call that lasts alone (onActive: reject)', async () => {
    const flow = await engine.flow(one, { settings: { onActive: 'reject' } });
    const from = somebody();
    const first = new CallLeg(flow, from);
    const question = await first.ring();
    expect(heard(await engine.call(flow, [], { from }))).toEqual(['We are sorry']);
    const { body } = await first.send({ query: queryIn(question), params: { Digits: '1' } });
    expect(body).toContain('Thanks for 1');
  });
});
