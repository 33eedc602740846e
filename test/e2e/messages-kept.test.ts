import type { JsonObject } from '../../flow/json';
import type { PickUp } from '../../phone/exchange/exchange';
import { Outside } from '../resilience/outside';
import { Engine, NUMBER } from '../setup/engine';
import { loseAnswer } from '../setup/lose-answer';
import { Telephone } from '../setup/telephone';
import { untilTakenIn } from '../setup/updates';
import { state } from './flows';
import { ask, flowOf, somebody, write } from './message-flows';

let engine: Engine;
let strict: Engine;
let outside: Outside;

beforeAll(async () => {
  [engine, strict, outside] = await Promise.all([
    Engine.start(),
    Engine.start({ settings: { strictEvents: true } }),
    Outside.start(),
  ]);
});
afterAll(async () => {
  await engine.close();
  await strict.close();
  await outside.close();
});

const questions = [
  ask('name', 'Name?', 'age'),
  ask('age', 'Age?', 'thanks'),
  write('thanks', '{{widgets.name.inbound.Body}} is {{widgets.age.inbound.Body}}'),
];

/** Works until the test lets it go on. */
const work = (next: string): JsonObject & { name: string } =>
  state(
    'work',
    'make-http-request',
    { method: 'POST', url: outside.url('/held') },
    { success: next, failed: next },
  );

/** Calls somebody and waits for what comes of it. */
const call = (to: string, next: string) =>
  state(
    'call',
    'make-outgoing-call-v2',
    { to, from: '{{flow.channel.address}}', timeout: 60 },
    { answered: null, busy: next, noAnswer: next, failed: next },
  );

/** Somebody who has begun to write to a flow that is at work now. */
async function atWork(by: Engine, ...states: (JsonObject & { name: string })[]) {
  const from = somebody();
  const flow = await by.flow(flowOf(work(states[0]?.name ?? ''), ...states));
  const contact = by.contact(flow, { from });
  const execution = by.execution(flow, `${NUMBER}/${from}`);
  const asked = outside.asked('/held').length;
  const writing = [contact.write('Hi')];
  await outside.untilAsked('/held', asked + 1);
  return {
    contact,
    execution,
    /** Resolves when the execution has it. */
    write: async (body: string) => {
      writing.push(contact.write(body));
      await untilTakenIn(execution, writing.length);
    },
    goOn: async () => {
      outside.release();
      await Promise.all(writing);
    },
  };
}

describe('a message that comes while a widget is at work', () => {
  it('is taken by the next widgets that wait, in the order in which they were written', async () => {
    const { contact, execution, write, goOn } = await atWork(engine, ...questions);
    await write('Ada');
    await write('36');
    await goOn();
    expect(await contact.until(3)).toEqual(['Name?', 'Age?', 'Ada is 36']);
    expect(await execution.warnings()).toEqual([]);
  });

  it('and that nobody takes starts another execution when this one is over', async () => {
    const { contact, write, goOn } = await atWork(engine, ...questions);
    for (const text of ['Ada', '36', 'Hello again']) await write(text);
    const asked = outside.asked('/held').length;
    const done = goOn();
    // The new execution works, too.
    await outside.untilAsked('/held', asked + 1);
    outside.release();
    await done;
    expect(await contact.until(4)).toEqual(['Name?', 'Age?', 'Ada is 36', 'Name?']);
  });

  it('is dropped with STRICT_EVENTS, as in hosted Studio, and noted', async () => {
    const { contact, execution, write, goOn } = await atWork(strict, ...questions);
    await write('Ada');
    await goOn();
    expect(await contact.until(1)).toEqual(['Name?']);
    await contact.write('Ben');
    await contact.write('50');
    expect(await contact.until(3)).toEqual(['Name?', 'Age?', 'Ben is 50']);
    const steps = await execution.steps();
    expect(steps.map(({ from, warnings = [] }) => [from, warnings.map(({ code }) => code)])).toEqual([
      ['Trigger', []],
      ['work', [81002]],
      ['name', []],
      ['age', []],
      ['thanks', []],
    ]);
  });
});

describe('a message that comes while the execution waits for something else', () => {
  /** Somebody writes while the flow waits for a call to be answered. */
  async function inCall(by: Engine, ...states: (JsonObject & { name: string })[]) {
    const [from, callee] = [somebody(), somebody()];
    let pickUp: (how: PickUp) => void = () => undefined;
    const telephone = new Telephone(by.exchange, callee, () => new Promise(resolve => (pickUp = resolve)));
    const flow = await by.flow(flowOf(call(callee, states[0]?.name ?? ''), ...states));
    const contact = by.contact(flow, { from });
    await contact.write('Hi');
    await telephone.rung();
    return { contact, execution: by.execution(flow, `${NUMBER}/${from}`), reject: () => pickUp('busy') };
  }

  it('is kept for the next widgets that wait, in order', async () => {
    const { contact, execution, reject } = await inCall(engine, ...questions);
    await contact.write('Ada');
    await contact.write('36');
    expect(contact.received).toEqual([]);
    reject();
    expect(await contact.until(3)).toEqual(['Name?', 'Age?', 'Ada is 36']);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
    expect(await execution.warnings()).toEqual([]);
  });

  it('is taken before what is written later', async () => {
    const { contact, reject } = await inCall(engine, ...questions);
    await contact.write('Ada');
    reject();
    await contact.until(2);
    await contact.write('36');
    expect(await contact.until(3)).toEqual(['Name?', 'Age?', 'Ada is 36']);
  });

  it('and that no widget takes is noted at the end', async () => {
    const { contact, execution, reject } = await inCall(engine, ...questions);
    for (const text of ['Ada', '36', 'And more', 'And more']) await contact.write(text);
    reject();
    expect(await contact.until(3)).toEqual(['Name?', 'Age?', 'Ada is 36']);
    await execution.result();
    expect((await execution.steps()).at(-1)).toMatchObject({
      from: 'thanks',
      warnings: [{ code: 81002, message: expect.stringContaining("2 of the contact's messages") as string }],
    });
  });

  it('is no such message where it replies to what Twilio has not said that it sent, also with STRICT_EVENTS', async () => {
    const contact = strict.contact(await strict.flow(flowOf(...questions)), { from: somebody() });
    loseAnswer(strict.exchange);
    const written = contact.write('Hi');
    await contact.until(1);
    await contact.write('Ben');
    await written;
    expect(await contact.until(2)).toEqual(['Name?', 'Age?']);
  });

  it('is dropped with STRICT_EVENTS, as in hosted Studio, and noted', async () => {
    const { contact, execution, reject } = await inCall(strict, ...questions);
    await contact.write('Ada');
    reject();
    await contact.until(1);
    await contact.write('Ben');
    await contact.write('50');
    expect(await contact.until(3)).toEqual(['Name?', 'Age?', 'Ben is 50']);
    const [, calling] = await execution.steps();
    expect(calling).toMatchObject({
      from: 'call',
      warnings: [{ code: 81002, message: 'Unexpected event (none) at widget call' }],
    });
  });
});
