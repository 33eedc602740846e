import { ask, flowOf, somebody, write } from '../e2e/message-flows';
import { state } from '../e2e/flows';
import { Engine, NUMBER, type Flow } from '../setup/engine';
import { takenIn, untilTakenIn } from '../setup/updates';
import { Outside } from './outside';
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

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index + 1}`);

/** A flow that says hello and asks so many questions, one after the other. */
function conversation(questions: number, ...first: ReturnType<typeof ask>[]) {
  const last =
    '{{trigger.message.Body}}' +
    numbers(questions)
      .map(n => ` {{widgets.q${n}.inbound.Body}}`)
      .join('');
  return flowOf(
    ...first,
    ...numbers(questions).map(n =>
      ask(`q${n}`, `Question ${n}?`, Number(n) < questions ? `q${Number(n) + 1}` : 'all'),
    ),
    write('all', last),
  );
}

/** Somebody who writes many messages at once. */
function inAHurry(flow: Flow, from = somebody()) {
  const writer = new Writer(flow, from);
  return {
    execution: engine.execution(flow, `${NUMBER}/${from}`),
    write: (texts: string[]) => Promise.all(texts.map(text => writer.write(text))),
    received: async (): Promise<string[]> => {
      await engine.exchange.settled();
      return engine.exchange.messages.filter(({ to }) => to === from).map(({ body }) => body);
    },
  };
}

describe('ten messages at once from one contact', () => {
  it('who has no execution yet: one starts, and each is taken once, in the order of their arrival', async () => {
    const { execution, write, received } = inAHurry(await engine.flow(conversation(9)));
    const answers = await write(numbers(10));
    expect(answers).toEqual(numbers(10).map(() => nothing));
    expect(await execution.result()).toMatchObject({
      reason: 'completed',
      way: ['Trigger', ...numbers(9).map(n => `q${n}`), 'all'],
    });
    const arrived = (await takenIn(execution)).map(({ params }) => params?.['Body']);
    expect([...arrived].sort()).toEqual(numbers(10).sort());
    expect(await received()).toEqual([...numbers(9).map(n => `Question ${n}?`), arrived.join(' ')]);
  });

  it('each starts an execution where none waits: one after the other, and none is lost', async () => {
    const {
      write: send,
      received,
      execution,
    } = inAHurry(await engine.flow(flowOf(write('echo', 'You wrote {{trigger.message.Body}}'))));
    expect(await send(numbers(10))).toEqual(numbers(10).map(() => nothing));
    expect((await received()).sort()).toEqual(
      numbers(10)
        .map(n => `You wrote ${n}`)
        .sort(),
    );
    expect(await execution.warnings()).toEqual([]);
  });

  it('where the flow ends in between: what comes after its end starts another, and none is lost', async () => {
    const { write: send, received } = inAHurry(
      await engine.flow(
        flowOf(
          ask('first', 'More?', 'second'),
          ask('second', 'And more?', 'all'),
          write(
            'all',
            '{{trigger.message.Body}} {{widgets.first.inbound.Body}} {{widgets.second.inbound.Body}}',
          ),
        ),
      ),
    );
    // Three to each execution; the last has yet to ask for the third.
    await send(numbers(11));
    const got = await received();
    expect(got.filter(text => text === 'More?')).toHaveLength(4);
    expect(got.filter(text => text === 'And more?')).toHaveLength(4);
    const handled = got.filter(text => !text.includes('?')).flatMap(text => text.split(' '));
    expect(handled).toHaveLength(9);
    expect(new Set(handled).size).toBe(9);
    expect(got.at(-1)).toBe('And more?');
  });

  it('to two gateways are taken once each', async () => {
    const { url } = await engine.startGateway();
    const flow = await engine.flow(conversation(9));
    const from = somebody();
    const other = { ...flow, url: url + new URL(flow.url).pathname };
    await Promise.all([
      inAHurry(flow, from).write(numbers(5)),
      inAHurry(other, from).write(numbers(10).slice(5)),
    ]);
    const { execution, received } = inAHurry(flow, from);
    expect(await execution.result()).toMatchObject({ reason: 'completed' });
    const all = (await received()).at(-1)?.split(' ') ?? [];
    expect(all.sort()).toEqual(numbers(10).sort());
  });
});

it('more messages than Temporal takes at once wait at the gateway while a widget works', async () => {
  const ways = { success: 'q1', failed: null };
  const work = state('work', 'make-http-request', { method: 'POST', url: outside.url('/held') }, ways);
  const flow = await engine.flow(conversation(19, work));
  const { execution, write: send, received } = inAHurry(flow);
  const sent = send(numbers(20));
  await outside.untilAsked('/held');
  // Ten: the others are sent away, and try again.
  await untilTakenIn(execution, 10);
  outside.release();
  expect(await sent).toEqual(numbers(20).map(() => nothing));
  expect(await execution.result()).toMatchObject({ reason: 'completed' });
  expect((await received()).at(-1)?.split(' ').sort()).toEqual(numbers(20).sort());
});
