import { heard, requests } from '../../phone/record';
import { Engine, type Flow } from '../setup/engine';
import { flowOf, gather, say, state, variables } from './flows';
import type { CallRecord } from '../../phone/record';

/** Doubled twelve times: 65,536 characters. */
const LONG = `{% assign text = "0123456789abcdef" %}${'{% assign text = text | append: text %}'.repeat(12)}{{text}}`;

async function endOf(engine: Engine, flow: Flow, { callSid }: CallRecord) {
  const execution = engine.execution(flow, callSid);
  const { reason, steps } = await execution.result();
  const warnings = (await execution.steps()).at(-1)?.warnings?.map(({ code }) => code);
  return { reason, steps, warnings, endedReason: await execution.endedReason() };
}

describe('an execution that goes in circles', () => {
  let engine: Engine;
  let circle: Flow;
  beforeAll(async () => {
    engine = await Engine.start();
    circle = await engine.flow(
      flowOf(
        say('hello', 'Hello', 'one'),
        variables('one', { n: '1' }, 'two'),
        variables('two', { n: '2' }, 'one'),
      ),
    );
  });
  afterAll(() => engine.close());

  it('ends after 1,000 steps: 81000', async () => {
    const call = await engine.call(circle, []);
    expect(call.reason).toBe('hangup');
    expect(await endOf(engine, circle, call)).toEqual({
      reason: 'max-steps',
      steps: 1000,
      warnings: [81000],
      endedReason: 'max-steps',
    });
  });

  it('ends when the same widget has run ten times in a row, over many turns too: 81001', async () => {
    const flow = await engine.flow(flowOf(gather('ask', 'Key?')));
    const call = await engine.call(flow, []);
    expect(heard(call)).toEqual(Array(10).fill('Key?'));
    expect(await endOf(engine, flow, call)).toEqual({
      reason: 'loop',
      steps: 11,
      warnings: [81001],
      endedReason: 'loop',
    });
  });

  it('may take other numbers of steps', async () => {
    const strict = await Engine.start({ temporal: engine.temporal, settings: { maxSteps: 7, maxStreak: 2 } });
    try {
      const flow = await strict.flow(flowOf(gather('ask', 'Key?')));
      const call = await strict.call(flow, []);
      expect(heard(call)).toEqual(['Key?', 'Key?']);
      expect(await endOf(strict, flow, call)).toMatchObject({ reason: 'loop', warnings: [81001] });
      const round = await strict.flow(
        flowOf(variables('one', { n: '1' }, 'two'), variables('two', { n: '2' }, 'one')),
      );
      expect(await endOf(strict, round, await strict.call(round, []))).toMatchObject({
        reason: 'max-steps',
        steps: 7,
      });
    } finally {
      await strict.close();
    }
  });
});

describe.each(['turn', 'widget'] as const)(
  'a turn that writes more than Temporal takes (ADVANCE=%s)',
  advance => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await Engine.start({ settings: { advance } });
    });
    afterAll(() => engine.close());

    const names = Array.from({ length: 40 }, (_, index) => `w${index}`);
    const next = (index: number): string => names[index + 1] ?? '';

    it.each([
      ['into the context', names.map((name, index) => variables(name, { [name]: LONG }, next(index)))],
      [
        'into a request',
        [
          state(
            'get',
            'make-http-request',
            {
              method: 'GET',
              url: 'http://127.0.0.1:1/',
              parameters: names.map(key => ({ key, value: LONG })),
            },
            { success: '', failed: '' },
          ),
        ],
      ],
      ['at once', [variables('all', Object.fromEntries(names.map(name => [name, LONG])))]],
    ])('%s: is apologized for, and ends', async (_where, states) => {
      const flow = await engine.flow(flowOf(...states));
      const call = await engine.call(flow, []);
      expect(heard(call)).toEqual(['We are sorry']);
      expect(await endOf(engine, flow, call)).toMatchObject({ reason: 'error' });
    });
  },
);

describe('words that are joined', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.close());

  it.each(['', 'ask'])('are heard in as many documents as Twilio needs to read them, then %p', async last => {
    const words = Array.from({ length: 8 }, (_, index) => `${index}`.padEnd(4000, '話'));
    const states = words.map((text, index) => say(`say${index}`, text, index < 7 ? `say${index + 1}` : last));
    const flow = await engine.flow(flowOf(...states, gather('ask', 'Key?', '', '')));
    const call = await engine.call(flow, []);
    expect(heard(call)).toEqual([...words, ...(last ? ['Key?'] : [])]);
    const bodies = requests(call, 'twiml').map(({ body = '' }) => Buffer.byteLength(body));
    expect(bodies.length).toBe(last ? 3 : 2);
    expect(Math.max(...bodies)).toBeLessThanOrEqual(65_536);
  });
});
