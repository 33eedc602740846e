import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, flowOf, somebody, write } from '../e2e/message-flows';
import { gather, state } from '../e2e/flows';
import { Engine, NUMBER } from '../setup/engine';
import type { Execution } from '../setup/execution';
import { Person } from '../setup/telephone';
import { until } from '../setup/until';
import { untilTakenIn } from '../setup/updates';
import type { FlowSettings } from '../../workflows/flow-contract';
import { newSid } from '../../phone/params';
import { Outside } from './outside';
import { startByRest } from './start-by-rest';
import { nothing, Writer } from './writer';

let engine: Engine;
let outside: Outside;

beforeAll(async () => {
  [engine, outside] = await Promise.all([Engine.start(), Outside.start()]);
});
afterAll(async () => {
  await engine.close();
  await outside.close();
});

/** The flow writes from here, and takes replies here. */
const OTHER = '+15551230002';
/** Milliseconds after which it is looked whether an execution is still there that says nothing. */
const FIRST_LOOK = 4000;

let work: ReturnType<typeof state>;
beforeAll(() => {
  const properties = { method: 'GET', url: outside.url('/held') };
  work = state('work', 'make-http-request', properties, { success: 'more', failed: null });
});
const bye = write('more', 'Bye {{widgets.name.inbound.Body}}', null, { from: OTHER });
const another = ask('more', 'More?', null, { from: OTHER });

const isOpen = ({ handle }: Execution): Promise<void> =>
  until(() =>
    handle.describe().then(
      ({ status, type }) => status.name === 'RUNNING' && type === 'replyAddress',
      () => false,
    ),
  );

/** Somebody whom an execution that REST has started asks from the other number; it works, and goes on. */
async function asked(more: ReturnType<typeof state>, settings: FlowSettings = {}) {
  const name = ask('name', 'Name?', 'work', { from: OTHER, timeout: '2592000' });
  const flow = await engine.flow(flowOf(name, work, more), { settings });
  const from = somebody();
  const contact = engine.contact(flow, { from, to: OTHER });
  const { body } = await startByRest(engine, flow, from, NUMBER);
  const execution = await engine.execution(flow, `${NUMBER}/${from}`).pinned();
  const address = engine.execution(flow, `${OTHER}/${from}`);
  await isOpen(address);
  await contact.until(1);
  return { flow, from, contact, execution, address, sid: body['sid'], writer: new Writer(flow, from, OTHER) };
}

/** The reply is taken, and something else is written while the widget is at work that follows. */
async function writeTwo(writer: Writer, address: Execution) {
  const before = outside.asked('/held').length;
  const reply = writer.write('Ada');
  await outside.untilAsked('/held', before + 1);
  const delivery = { sid: newSid('SM'), token: randomUUID() };
  const second = writer.write('Start over', delivery);
  await untilTakenIn(address, 2);
  return { reply, second, delivery };
}

type AtWork = Awaited<ReturnType<typeof atWork>>;

async function atWork(more: ReturnType<typeof state>, settings?: FlowSettings) {
  const others = await asked(more, settings);
  return { ...others, ...(await writeTwo(others.writer, others.address)) };
}

/** The next execution gets one as a reply, whichever has come first. */
async function untilBothGoOn({ contact, reply, second }: Pick<AtWork, 'contact' | 'reply' | 'second'>) {
  const before = outside.asked('/held').length;
  await outside.untilAsked('/held', before + 1);
  outside.release();
  expect(await Promise.all([reply, second])).toEqual([nothing, nothing]);
  expect((await contact.until(3)).slice(0, 3)).toEqual([
    'Name?',
    'Name?',
    expect.stringMatching(/^Bye (Ada|Start over)$/),
  ]);
}

describe('an execution that was terminated while it is asking from another number', () => {
  it.each(['join', 'supersede', 'reject'] as const)('leaves no trace for REST (%s)', async onActive => {
    const { flow, from, contact, execution, sid } = await asked(bye, { onActive });
    if (onActive !== 'supersede') {
      expect(await startByRest(engine, flow, from, OTHER)).toMatchObject({
        status: 409,
        body: { details: { conflicting_execution_sid: sid } },
      });
    }
    await execution.handle.terminate();
    expect(await startByRest(engine, flow, from, OTHER)).toMatchObject({ status: 201 });
    expect(await contact.until(2)).toEqual(['Name?', 'Name?']);
  });

  it('leaves the next message to the next execution', async () => {
    const { contact, execution, address, writer } = await asked(bye);
    await execution.handle.terminate();
    expect(await writer.write('Hello?')).toEqual(nothing);
    expect(await contact.until(2)).toEqual(['Name?', 'Name?']);
    expect((await address.context()).trigger).toMatchObject({ message: { Body: 'Hello?' } });
  });

  it('leaves what it had not taken to the next execution', async () => {
    const { execution, ...others } = await atWork(bye);
    await execution.handle.terminate();
    await untilBothGoOn(others);
  });

  it('leaves it at once where REST starts one meanwhile', async () => {
    const { flow, from, execution, sid, ...others } = await atWork(bye);
    await execution.handle.terminate();
    const began = Date.now();
    // A message may be faster, and start one.
    expect((await startByRest(engine, flow, from, OTHER)).body['details']).not.toEqual({
      conflicting_execution_sid: sid,
    });
    expect(Date.now() - began).toBeLessThan(FIRST_LOOK * 0.75);
    await untilBothGoOn(others);
  });
});

describe('a message at another address that the execution does not take', () => {
  it('starts the next execution, where it has come while the last widgets were at work', async () => {
    const { contact, execution, address, second } = await atWork(bye);
    outside.release();
    expect(await second).toEqual(nothing);
    expect(await contact.until(3)).toEqual(['Name?', 'Bye Ada', 'Name?']);
    expect((await address.context()).trigger).toMatchObject({ message: { Body: 'Start over' } });
    expect(await execution.warnings()).toEqual([]);
  });

  it('starts the one that supersedes it, with a call, too', async () => {
    const flow = await engine.flow(
      flowOf(
        ask('name', 'Name?', 'work'),
        work,
        gather('more', 'Which key?', { keypress: null, speech: null, timeout: null }),
      ),
      { settings: { onActive: 'supersede' } },
    );
    const from = somebody();
    const contact = engine.contact(flow, { from });
    const caller = new Person();
    const phone = engine.phone(flow, caller, { from, watch: caller.watch });
    const over = phone.place();
    const address = engine.execution(flow, `${NUMBER}/${from}`);
    await isOpen(address);
    const { second } = await writeTwo(new Writer(flow, from), address);
    outside.release();
    expect(await second).toEqual(nothing);
    await over;
    expect(await engine.execution(flow, phone.sid).result()).toMatchObject({ reason: 'superseded' });
    expect(await contact.until(2)).toEqual(['Name?', 'Name?']);
    expect((await address.context()).trigger).toMatchObject({ message: { Body: 'Start over' } });
  });

  it('starts the next execution, where it is cancelled meanwhile', async () => {
    const { execution, ...others } = await atWork(bye);
    await execution.handle.cancel();
    await untilBothGoOn(others);
  });
});

describe('a message at another address that the execution takes late', () => {
  it('is taken once, though it is asked after, and delivered again', async () => {
    const { contact, execution, second, writer, delivery } = await atWork(another);
    await sleep(FIRST_LOOK + 500);
    outside.release();
    expect(await second).toEqual(nothing);
    await execution.result();
    expect(await writer.write('Start over', delivery)).toEqual(nothing);
    await writer.write('Once more');
    expect(await writer.write('Start over', delivery)).toEqual(nothing);
    await engine.exchange.settled();
    expect(contact.received).toEqual(['Name?', 'More?', 'Name?']);
    expect(await execution.warnings()).toEqual([]);
  });

  it('is taken though the address is cancelled', async () => {
    const { contact, execution, second, address } = await atWork(another);
    await address.handle.cancel();
    outside.release();
    expect(await second).toEqual(nothing);
    expect(await execution.result()).toMatchObject({ way: ['Trigger', 'name', 'work', 'more'] });
    expect(contact.received).toEqual(['Name?', 'More?']);
  });
});
