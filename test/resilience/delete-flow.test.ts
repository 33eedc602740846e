import type { JsonObject } from '../../flow/json';
import { FlowStore } from '../../store/flow-store';
import { isNotFound } from '../../store/not-found';
import { saveFlow } from '../../store/save-flow';
import type { Answer } from '../../phone/question';
import { heard, type CallRecord } from '../../phone/record';
import { revisionId } from '../../workflows/flow-contract';
import { ACCOUNT, Engine } from '../setup/engine';
import { startTemporalServer, type TemporalServer } from '../setup/temporal-server';
import { until } from '../setup/until';
import { flowOf, gather, say, state } from './flows';

let server: TemporalServer;
let engine: Engine;
let store: FlowStore;

beforeAll(async () => {
  // What runs for other tests would keep revisions.
  server = await startTemporalServer();
  engine = await Engine.start({ temporal: server });
  store = new FlowStore(engine.client, engine.settings.taskQueue);
});
afterAll(async () => {
  await engine.close();
  await server.stop();
});

/** No parent runs it. */
function asking(text: string): JsonObject {
  const flow = flowOf(gather('ask', text, 'bye'), say('bye', 'Good bye'));
  const [trigger, ...others] = flow.states;
  return {
    ...flow,
    states: [{ ...trigger, transitions: [{ event: 'incomingCall', next: 'ask' }] }, ...others],
  };
}

async function create(revisions: number): Promise<string> {
  const flow = { accountSid: ACCOUNT, friendlyName: 'Test', definition: asking('Key?') };
  const { sid } = await store.create({ ...flow, status: 'published' });
  for (let revision = 2; revision <= revisions; revision += 1) {
    await store.save(ACCOUNT, sid, { status: 'published' });
  }
  return sid;
}

async function isThere(workflowId: string): Promise<boolean> {
  try {
    await engine.client.workflow.getHandle(workflowId).describe();
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** A call that waits at a question until a key is pressed. */
async function callAndWait(sid: string): Promise<{ call: Promise<CallRecord>; press: () => void }> {
  let press = (): void => undefined;
  const pressed = new Promise<Answer>(resolve => {
    press = () => resolve({ kind: 'digits', digits: '1' });
  });
  return new Promise(resolve => {
    const answer = (): Promise<Answer> => {
      resolve({ call, press });
      return pressed;
    };
    const call = engine.call(sid, { answer });
  });
}

describe('a flow that is deleted while somebody is on the line', () => {
  it('takes no more calls, lets the one call end, and leaves nothing behind', async () => {
    const sid = await create(3);
    const { call, press } = await callAndWait(sid);
    expect(await store.delete(ACCOUNT, sid)).toBe(true);
    await until(async () => (await engine.call(sid)).error?.message.includes('404') ?? false, 5000);
    await until(async () => !(await isThere(revisionId(sid, 1))));
    expect(await isThere(revisionId(sid, 3))).toBe(true);
    press();
    expect(heard(await call)).toEqual(['Key?', 'Good bye']);
    await until(async () => !(await isThere(revisionId(sid, 3))), 90_000);
  }, 150_000);
});

describe('a flow that is deleted while no worker runs', () => {
  it('is gone at once, and its revisions when one runs again', async () => {
    const sid = await create(2);
    await engine.worker.shutdown();
    expect(await store.delete(ACCOUNT, sid)).toBe(true);
    expect(await store.read(ACCOUNT, sid)).toBeUndefined();
    engine.worker = await engine.startWorker();
    await until(async () => !(await isThere(revisionId(sid, 1))) && !(await isThere(revisionId(sid, 2))));
  });
});

describe('a flow that is deleted while another one runs it', () => {
  it.each([false, true])(
    'leaves its revisions until that has ended; a draft since: %s',
    async draft => {
      const definition = flowOf(gather('ask', 'Key?', 'bye'), say('bye', 'Good bye'));
      const flow = { accountSid: ACCOUNT, friendlyName: 'Test', status: 'published' as const };
      const { sid } = await store.create({ ...flow, definition });
      // Of this no parent could run anything.
      if (draft) await store.save(ACCOUNT, sid, { status: 'draft', definition: asking('Key?') });
      const run = { flow_sid: sid, flow_revision: 'LatestPublished' };
      const main = flowOf(state('sub', 'run-subflow', run, { completed: '', failed: '' }));
      const { call, press } = await callAndWait((await store.create({ ...flow, definition: main })).sid);
      await store.delete(ACCOUNT, sid);
      // Longer than the first look at what is still run.
      await new Promise(resolve => setTimeout(resolve, 7000));
      expect(await isThere(revisionId(sid, 1))).toBe(true);
      press();
      expect(heard(await call)).toEqual(['Key?', 'Good bye']);
      await until(async () => !(await isThere(revisionId(sid, 1))), 90_000);
    },
    150_000,
  );
});

describe('a flow of a file that was deleted', () => {
  it('comes back under its SID with numbers that nobody knows yet', async () => {
    const sid = await create(2);
    await store.delete(ACCOUNT, sid);
    const again = await saveFlow(engine.client, engine.settings.taskQueue, {
      ...{ accountSid: ACCOUNT, flowSid: sid, friendlyName: 'Again', status: 'published' },
      definition: asking('Again?'),
    });
    expect(again).toEqual({ revision: 3, changed: true });
    expect(await store.read(ACCOUNT, sid)).toMatchObject({ friendlyName: 'Again', revision: 3 });
    await until(async () => !(await isThere(revisionId(sid, 2))));
    expect(await isThere(revisionId(sid, 3))).toBe(true);
  });
});
