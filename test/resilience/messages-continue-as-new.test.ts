import { newSid } from '../../phone/params';
import { state } from '../e2e/flows';
import { ask, flowOf, somebody } from '../e2e/message-flows';
import { Engine, NUMBER } from '../setup/engine';
import { until } from '../setup/until';
import { nothing, Writer } from './writer';

/** Events after which Temporal suggests to begin a new run. */
const LIMIT = 60;

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ runLength: LIMIT });
});
afterAll(() => engine.close());

const sum = '{{flow.variables.sum}} {{widgets.more.inbound.Body}}';

it.each([
  ['a conversation', NUMBER],
  ['a conversation from another number', '+15551230002'],
])(
  '%s that is so long that it takes several runs loses no message, and takes none twice',
  async (_what, to) => {
    const flow = await engine.flow(
      flowOf(
        ask('more', 'More?', 'note', { from: to }),
        state('note', 'set-variables', { variables: [{ key: 'sum', value: sum }] }, { next: 'more' }),
      ),
    );
    const from = somebody();
    const writer = new Writer(flow, from, to);
    const execution = engine.execution(flow, `${NUMBER}/${from}`);
    const taken = async (): Promise<string[]> => {
      const { sum: all = '' } = (await execution.context()).flow.variables as { sum?: string };
      return all.split(/\s+/).filter(Boolean);
    };
    await new Writer(flow, from).write('Hi');
    const runOf = async (): Promise<string> => (await execution.handle.describe()).runId;
    const { sid } = (await execution.context()).flow;
    let run = await runOf();
    const all: string[] = [];
    for (let batch = 1; batch <= 4; batch++) {
      const texts = Array.from({ length: 8 }, (_, index) => `${batch}.${index}`);
      const deliveries = texts.map(() => ({ sid: newSid('SM'), token: null }));
      const answers = await Promise.all(texts.map((text, index) => writer.write(text, deliveries[index])));
      expect(answers).toEqual(texts.map(() => nothing));
      all.push(...texts);
      // A batch fills a run.
      await until(async () => (await runOf()) !== run);
      run = await runOf();
      expect(await writer.write(texts[7] ?? '', deliveries[7])).toEqual(nothing);
      expect((await taken()).slice().sort()).toEqual(all);
    }
    expect((await execution.context()).flow.sid).toBe(sid);
    expect(await execution.warnings()).toEqual([]);
  },
  60_000,
);
