import { FlowStore } from '../../store/flow-store';
import { saveFlow } from '../../store/save-flow';
import { Engine, ACCOUNT } from '../setup/engine';
import { until } from '../setup/until';
import { flowOf, say } from './flows';

/** Events after which Temporal suggests to begin a new run. */
const LIMIT = 40;

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start({ runLength: LIMIT });
});
afterAll(() => engine.close());

describe('a flow that is saved so often that its history begins anew', () => {
  it('stays what it is', async () => {
    const store = new FlowStore(engine.client, engine.settings.taskQueue);
    const definition = flowOf(say('hello', 'Hello'));
    const flow = { accountSid: ACCOUNT, friendlyName: 'Test', status: 'published' as const, definition };
    const { sid, dateCreated } = await store.create(flow);
    await store.setTestUsers(ACCOUNT, sid, ['+15551']);
    const importAgain = () =>
      saveFlow(engine.client, engine.settings.taskQueue, { ...flow, flowSid: sid, fromFolder: true });
    expect(await importAgain()).toEqual({ revision: 1, changed: false });
    const handle = engine.client.workflow.getHandle(sid);
    const { runId } = await handle.describe();
    let revision = 1;
    await until(async () => {
      revision += 1;
      expect(await store.save(ACCOUNT, sid, { status: 'draft' })).toMatchObject({ revision });
      return (await handle.describe()).runId !== runId;
    });
    expect(await store.read(ACCOUNT, sid)).toMatchObject({ revision, dateCreated, definition });
    expect(await store.testUsers(ACCOUNT, sid)).toEqual(['+15551']);
    expect(await importAgain()).toEqual({ revision, changed: false });
    expect(await store.revision(ACCOUNT, sid, 'LatestPublished')).toMatchObject({ revision: 1 });
    expect((await store.list(ACCOUNT, { size: 1 })).items).toMatchObject([{ sid, revision }]);
    expect(await store.delete(ACCOUNT, sid)).toBe(true);
    expect(await store.read(ACCOUNT, sid)).toBeUndefined();
  });
});
