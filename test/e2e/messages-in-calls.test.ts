import { heard, type CallRecord } from '../../phone/record';
import { nothing, Writer } from '../resilience/writer';
import { Engine, NUMBER, type Flow } from '../setup/engine';
import type { Execution } from '../setup/execution';
import { loseAnswer } from '../setup/lose-answer';
import { Person } from '../setup/telephone';
import { until } from '../setup/until';
import { gather, say } from './flows';
import { ask, flowOf, somebody, write } from './message-flows';

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.close());

/** Whoever calls is asked by messages; so is whoever writes. */
const questions = flowOf(
  ask('color', 'Color?', 'size', { ways: { timeout: 'late', deliveryFailure: 'failed' } }),
  ask('size', 'Size?', 'thanks', { ways: { timeout: 'late', deliveryFailure: 'failed' } }),
  say('thanks', '{{widgets.color.inbound.Body}}, {{widgets.size.inbound.Body}}.', 'bye'),
  write('bye', 'Bye'),
  say('late', 'Too late.'),
  say('failed', 'It did not reach you.'),
);

/** Somebody calls, and is held while they are asked by messages: in pauses that last, as those of a telephone. */
function call(flow: Flow, from: string) {
  const caller = new Person();
  const phone = engine.phone(flow, caller, { from, watch: caller.watch, realTime: true });
  const over = phone.place();
  return {
    caller,
    over,
    hangUp: () => phone.hangUp(),
    execution: engine.execution(flow, phone.sid),
    /** Where the replies are taken. */
    address: engine.execution(flow, `${NUMBER}/${from}`),
  };
}

/** What was said: a call that begins with a question is picked up by a sound that nobody hears. */
const told = async (over: Promise<CallRecord>): Promise<string[]> =>
  heard(await over).filter(text => text !== '<w>');

const runs = ({ handle }: Execution): Promise<boolean> =>
  handle.describe().then(
    ({ status }) => status.name === 'RUNNING',
    () => false,
  );
const isOpen = (address: Execution): Promise<void> => until(() => runs(address));
const isClosed = (address: Execution): Promise<void> => until(async () => !(await runs(address)));

describe('a caller who is asked by messages', () => {
  it('answers one after the other, and hears what follows', async () => {
    const flow = await engine.flow(questions);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    const { over, execution, address } = call(flow, from);
    await isOpen(address);
    await contact.write('Blue');
    await contact.until(2);
    await contact.write('Large');
    expect(await told(over)).toEqual(['Blue, Large.']);
    expect(await contact.until(3)).toEqual(['Color?', 'Size?', 'Bye']);
    const { widgets, trigger } = await execution.context();
    expect(widgets['color']).toMatchObject({ inbound: { Body: 'Blue', From: from, To: NUMBER } });
    expect(Object.keys(trigger)).toEqual(['call']);
    await isClosed(address);
  });

  it('may write faster than they are asked', async () => {
    const flow = await engine.flow(questions);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    const { over, address } = call(flow, from);
    await isOpen(address);
    await Promise.all([contact.write('Blue'), contact.write('Blue'), contact.write('Blue')]);
    expect(await told(over)).toEqual(['Blue, Blue.']);
  });

  it('is answered once though the reply is delivered again', async () => {
    const flow = await engine.flow(questions);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    const writer = new Writer(flow, from);
    const { over, execution, address } = call(flow, from);
    await isOpen(address);
    const blue = { sid: `SM${'b'.repeat(32)}`, token: null };
    expect(await Promise.all([writer.write('Blue', blue), writer.write('Blue', blue)])).toEqual([
      nothing,
      nothing,
    ]);
    expect(await writer.write('Blue', blue)).toEqual(nothing);
    await contact.until(2);
    await writer.write('Large');
    expect(await told(over)).toEqual(['Blue, Large.']);
    expect(await execution.warnings()).toEqual([]);
    await execution.result();
    expect(await writer.write('Blue', blue)).toEqual(nothing);
    expect(contact.received).toEqual(['Color?', 'Size?', 'Bye']);
  });

  it('and hangs up meanwhile ends the execution: what they write then starts another', async () => {
    const flow = await engine.flow(questions);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    const { execution, address, hangUp, over, caller } = call(flow, from);
    await contact.until(1);
    await caller.met('pause');
    hangUp();
    await over;
    expect(await execution.result()).toMatchObject({ reason: 'hangup', way: ['Trigger'] });
    await isClosed(address);
    await contact.write('Hello?');
    expect(await contact.until(2)).toEqual(['Color?', 'Color?']);
    expect((await address.context()).trigger).toMatchObject({ message: { Body: 'Hello?' } });
  });

  it('leaves an execution alone that has got their address meanwhile', async () => {
    const flow = await engine.flow(questions);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    const { execution, address, hangUp, over, caller } = call(flow, from);
    await isOpen(address);
    await caller.met('pause');
    await address.handle.terminate();
    await contact.write('Hello?');
    expect(await contact.until(2)).toEqual(['Color?', 'Color?']);
    hangUp();
    await over;
    await execution.result();
    await contact.write('Blue');
    expect(await contact.until(3)).toEqual(['Color?', 'Color?', 'Size?']);
  });

  it('and does not answer in time hears what follows', async () => {
    const flow = await engine.flow(
      flowOf(
        ask('color', 'Color?', 'thanks', { timeout: '1', ways: { timeout: 'late' } }),
        say('thanks', 'Thanks.'),
        say('late', 'Too late.'),
      ),
    );
    const from = somebody();
    const contact = engine.contact(flow, { from });
    const { over, address } = call(flow, from);
    expect(await told(over)).toEqual(['Too late.']);
    await isClosed(address);
    expect(contact.received).toEqual(['Color?']);
  });

  it('and whom messages do not reach hears that', async () => {
    const flow = await engine.flow(questions);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    contact.delivery = () => ({ status: 'undelivered', errorCode: 30003 });
    expect(await told(call(flow, from).over)).toEqual(['It did not reach you.']);
  });
});

describe('two executions that wait for messages of the same contact', () => {
  it('of two calls the first gets the reply; the second notes it, and goes on by itself', async () => {
    const flow = await engine.flow(
      flowOf(
        ask('color', 'Color?', 'thanks', { timeout: '2', ways: { timeout: 'late' } }),
        say('thanks', 'You like {{widgets.color.inbound.Body}}.'),
        say('late', 'Too late.'),
      ),
    );
    const from = somebody();
    const contact = engine.contact(flow, { from });
    const first = call(flow, from);
    await isOpen(first.address);
    const second = call(flow, from);
    await contact.until(2);
    await contact.write('Blue');
    expect(await told(first.over)).toEqual(['You like Blue.']);
    expect(await told(second.over)).toEqual(['Too late.']);
    expect(await first.execution.warnings()).toEqual([]);
    expect(await second.execution.warnings()).toMatchObject([
      { code: 81002, message: expect.stringContaining(from) as string },
    ]);
  });

  it('of a conversation by messages and a call the conversation gets them', async () => {
    const flow = await engine.flow(
      flowOf(
        ask('color', 'Color?', 'thanks', { timeout: '2', ways: { timeout: 'late' } }),
        write('thanks', 'You like {{widgets.color.inbound.Body}}.'),
        say('late', 'Too late.'),
      ),
    );
    const from = somebody();
    const contact = engine.contact(flow, { from });
    await contact.write('Hi');
    await contact.until(1);
    const { over } = call(flow, from);
    await contact.until(2);
    await contact.write('Blue');
    expect(await contact.until(3)).toEqual(['Color?', 'Color?', 'You like Blue.']);
    expect(await told(over)).toEqual(['Too late.']);
  });

  it('may reply before Twilio has said that the question went out', async () => {
    const flow = await engine.flow(questions);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    loseAnswer(engine.exchange);
    const { over } = call(flow, from);
    await contact.until(1);
    await contact.write('Blue');
    await contact.until(2);
    await contact.write('Large');
    expect(await told(over)).toEqual(['Blue, Large.']);
    expect(await contact.until(3)).toEqual(['Color?', 'Size?', 'Bye']);
  });

  it('the address of a call that is over is free for the next call', async () => {
    const flow = await engine.flow(questions);
    const from = somebody();
    const contact = engine.contact(flow, { from });
    for (const color of ['Blue', 'Red']) {
      const { over, address } = call(flow, from);
      await isOpen(address);
      await contact.write(color);
      await contact.write('Large');
      expect(await told(over)).toEqual([`${color}, Large.`]);
      await isClosed(address);
    }
    expect(await contact.until(6)).toHaveLength(6);
  });
});

it('a caller who is written to in the middle of a question is no answer to it', async () => {
  const flow = await engine.flow(
    flowOf(
      ask('color', 'Color?', 'key'),
      gather('key', 'Press a key.', { keypress: 'end' }),
      say('end', 'You pressed {{widgets.key.Digits}}.'),
    ),
  );
  const from = somebody();
  const contact = engine.contact(flow, { from });
  const { caller, over, address } = call(flow, from);
  await isOpen(address);
  await contact.write('Blue');
  await caller.asked('Gather');
  await isClosed(address);
  // The flow does not wait for messages now: this one starts an execution of its own.
  await contact.write('Hello?');
  expect(await contact.until(2)).toEqual(['Color?', 'Color?']);
  caller.says('7');
  expect(await told(over)).toEqual(['Press a key.', 'You pressed 7.']);
});
