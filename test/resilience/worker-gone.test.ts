import { FlowStore } from '../../store/flow-store';
import { flowOf, say } from '../e2e/flows';
import { ACCOUNT, Engine } from '../setup/engine';
import { until } from '../setup/until';

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.close());

it('what a worker that has just gone was asked for is done by the next one, and nobody is told otherwise', async () => {
  const store = new FlowStore(engine.client, engine.settings.taskQueue);
  const definition = flowOf(say('hello', 'Hello'));
  const { sid } = await store.create({
    accountSid: ACCOUNT,
    friendlyName: 'Reception',
    status: 'draft',
    definition,
  });
  await engine.worker.shutdown();
  await expect(store.save(ACCOUNT, sid, { status: 'published' })).rejects.toThrow(
    'No worker answers: what was asked for has been begun',
  );
  engine.worker = await engine.startWorker();
  await until(async () => (await store.read(ACCOUNT, sid))?.revision === 2);
});
