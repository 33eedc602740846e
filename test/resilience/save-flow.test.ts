import type { JsonObject } from '../../flow/json';
import { FlowStore } from '../../store/flow-store';
import { NeedsWorkerError } from '../../store/needs-worker';
import { writeRevision } from '../../store/write-revision';
import { ACCOUNT, Engine } from '../setup/engine';
import { flowOf, say } from './flows';

let engine: Engine;

beforeAll(async () => {
  engine = await Engine.start();
});
afterAll(() => engine.close());

const open = (): FlowStore => new FlowStore(engine.client, engine.settings.taskQueue);
const saying = (text: string): JsonObject => flowOf(say('hello', text));

async function create(store: FlowStore, definition = saying('Hello')): Promise<string> {
  const flow = { accountSid: ACCOUNT, friendlyName: 'Test', status: 'draft' as const, definition };
  return (await store.create(flow)).sid;
}

async function texts(store: FlowStore, sid: string, count: number): Promise<unknown[]> {
  const revisions = Array.from({ length: count }, (_, index) => store.revision(ACCOUNT, sid, index + 1));
  const found = await Promise.all(revisions);
  return found.map(revision => (revision?.definition['states'] as JsonObject[])[1]?.['properties']);
}

describe('a flow that many save at once', () => {
  it.each([
    ['of one gateway', 1],
    ['of ten gateways', 10],
  ])(
    'has every revision, each with a number of its own: 50 clients, %s',
    async (_, gateways) => {
      const stores = Array.from({ length: gateways }, open);
      const sid = await create(stores[0]!);
      const saved = await Promise.all(
        Array.from({ length: 50 }, (_, client) =>
          stores[client % gateways]!.save(ACCOUNT, sid, {
            status: 'published',
            definition: saying(`${client}`),
          }),
        ),
      );
      const numbers = saved.map(flow => flow!.revision).sort((one, other) => one - other);
      expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => index + 2));
      const told = saved.map(flow => [
        flow!.revision,
        (flow!.definition['states'] as JsonObject[])[1]?.['properties'],
      ]);
      const kept = await texts(stores[0]!, sid, 51);
      for (const [revision, text] of told) expect(kept[Number(revision) - 1]).toEqual(text);
      expect(await stores[0]!.read(ACCOUNT, sid)).toMatchObject({ revision: 51 });
    },
    120_000,
  );
});

describe('a save that is cut short', () => {
  it('shows nothing, and is made whole by the next one', async () => {
    const store = open();
    const sid = await create(store);
    const place = { client: engine.client, taskQueue: engine.settings.taskQueue };
    // As where a gateway dies here: save-flow-gateway-killed.test.ts kills one.
    await writeRevision(
      place,
      {
        ...{ accountSid: ACCOUNT, flowSid: sid, friendlyName: 'Test', status: 'published' },
        definition: saying('Lost?'),
      },
      2,
    );
    expect(await store.read(ACCOUNT, sid)).toMatchObject({ revision: 1 });
    expect(await store.revision(ACCOUNT, sid, 2)).toBeUndefined();
    expect((await store.revisions(ACCOUNT, sid, { size: 5 }))?.items).toHaveLength(1);
    expect(await store.save(ACCOUNT, sid, { status: 'draft' })).toMatchObject({ revision: 3 });
    expect(await store.revision(ACCOUNT, sid, 'LatestPublished')).toMatchObject({
      ...{ revision: 2, definition: saying('Lost?') },
    });
  });

  it('goes on when the worker is killed again and again', async () => {
    await engine.worker.shutdown();
    const store = open();
    let worker = await engine.startWorkerProcess();
    const sid = await create(store);
    let going = true as boolean;
    const killing = (async () => {
      for (let kills = 0; kills < 3; kills += 1) {
        await new Promise(resolve => setTimeout(resolve, 700));
        const [next] = await Promise.all([engine.startWorkerProcess(), worker.kill()]);
        worker = next;
      }
      going = false;
    })();
    const saved: number[] = [];
    while (going) {
      const definition = saying(`${saved.length}`);
      const flow = await store.save(ACCOUNT, sid, { status: 'published', definition });
      saved.push(flow!.revision);
    }
    await killing;
    expect(saved).toEqual(saved.map((_, index) => index + 2));
    expect(await store.revision(ACCOUNT, sid, 'LatestPublished')).toMatchObject({ revision: saved.at(-1) });
    await worker.kill();
    engine.worker = await engine.startWorker();
  }, 90_000);

  it('says that a worker is missing', async () => {
    const nobody = new FlowStore(engine.client, `nobody-${process.pid}`);
    await expect(create(nobody)).rejects.toThrow(NeedsWorkerError);
  });
});

describe('large flows', () => {
  it('may have many revisions of 100 kB', async () => {
    const store = open();
    const count = Number(process.env['REVISIONS'] ?? 200);
    const sid = await create(store, saying('x'.repeat(100_000)));
    const began = Date.now();
    for (let revision = 2; revision <= count; revision += 1) {
      const definition = saying(`${revision} ${'x'.repeat(100_000)}`);
      expect(await store.save(ACCOUNT, sid, { status: 'published', definition })).toMatchObject({ revision });
    }
    const saved = Date.now();
    expect(await store.read(ACCOUNT, sid)).toMatchObject({ revision: count });
    const read = Date.now();
    const page = await store.revisions(ACCOUNT, sid, { size: 50 });
    const listed = Date.now();
    expect(page?.items.map(({ revision }) => revision)[49]).toBe(count - 49);
    if (process.env['REVISIONS']) {
      console.log({ count, save: (saved - began) / (count - 1), read: read - saved, list: listed - read });
    }
  }, 600_000);
});
