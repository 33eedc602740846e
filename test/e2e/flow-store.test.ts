import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { FlowStore, type NewFlow } from '../../store/flow-store';
import { untilListed } from '../../store/list-flows';
import { revisionId } from '../../workflows/flow-contract';
import { newSid } from '../setup/sid';
import { Stage } from '../setup/stage';
import { flowOf, say } from './flows';

/** No other test saves anything of these: other files run on the same Temporal server at the same time. */
const ACCOUNT = newSid('AC');
const OTHER = newSid('AC');

let stage: Stage;
let store: FlowStore;

beforeAll(async () => {
  stage = await Stage.set();
  await stage.startWorker();
  store = new FlowStore(stage.client, stage.settings.taskQueue);
});
afterAll(() => stage.close());

const saying = (text: string) => flowOf(say('hello', text));

function create(change: Partial<NewFlow> = {}) {
  return store.create({
    ...{ accountSid: ACCOUNT, friendlyName: 'Reception', status: 'draft', definition: saying('Hello') },
    ...change,
  });
}

describe('a flow', () => {
  it('can be read and is listed as soon as it is created', async () => {
    const flow = await create({ commitMessage: 'First', settings: { onActive: 'reject' } });
    expect(flow).toEqual({
      sid: expect.stringMatching(/^FW[0-9a-f]{32}$/) as string,
      accountSid: ACCOUNT,
      friendlyName: 'Reception',
      status: 'draft',
      revision: 1,
      commitMessage: 'First',
      definition: saying('Hello'),
      settings: { onActive: 'reject' },
      dateCreated: flow.dateUpdated,
      dateUpdated: expect.any(String) as string,
    });
    expect(await store.read(ACCOUNT, flow.sid)).toEqual(flow);
    const [listed] = (await store.list(ACCOUNT, { size: 1 })).items;
    expect({ ...listed, definition: flow.definition, settings: flow.settings }).toEqual(flow);
  });

  it('is what was saved last, and keeps what a save does not name', async () => {
    const { sid, dateCreated } = await create({ settings: { onActive: 'reject' } });
    await store.save(ACCOUNT, sid, { status: 'published', commitMessage: 'Live' });
    await store.save(ACCOUNT, sid, { status: 'draft', definition: saying('Bye') });
    const flow = await store.save(ACCOUNT, sid, { status: 'draft', friendlyName: 'Desk' });
    expect(flow).toMatchObject({
      ...{ friendlyName: 'Desk', status: 'draft', revision: 4, commitMessage: null, dateCreated },
      ...{ definition: saying('Bye'), settings: { onActive: 'reject' } },
    });
    expect(flow!.dateUpdated! > dateCreated!).toBe(true);
    expect(await store.read(ACCOUNT, sid)).toEqual(flow);
    expect((await store.list(ACCOUNT, { size: 1 })).items[0]).toMatchObject({
      sid,
      revision: 4,
      friendlyName: 'Desk',
    });
  });

  it('has every revision for good', async () => {
    const { sid } = await create();
    await store.save(ACCOUNT, sid, { status: 'published', definition: saying('Two'), commitMessage: 'Live' });
    await store.save(ACCOUNT, sid, { status: 'draft', definition: saying('Three') });
    const read = async (which: Parameters<FlowStore['revision']>[2]) => {
      const revision = await store.revision(ACCOUNT, sid, which);
      return revision && [revision.revision, revision.status, revision.commitMessage];
    };
    expect(await read(1)).toEqual([1, 'draft', null]);
    expect(await read('LatestPublished')).toEqual([2, 'published', 'Live']);
    expect(await read('LatestRevision')).toEqual([3, 'draft', null]);
    expect(await read(4)).toBeUndefined();
    expect((await store.revision(ACCOUNT, sid, 2))?.definition).toEqual(saying('Two'));
  });

  it('gives workers nothing to do with its revisions', async () => {
    const { sid } = await create();
    const revision = stage.client.workflow.getHandle(revisionId(sid, 1));
    // What is begun has a task in its history at once.
    expect(await revision.describe()).toMatchObject({ status: { name: 'RUNNING' }, historyLength: 1 });
  });

  it("is nobody else's", async () => {
    const { sid } = await create();
    expect(await store.read(OTHER, sid)).toBeUndefined();
    expect(await store.save(OTHER, sid, { status: 'published' })).toBeUndefined();
    expect(await store.revision(OTHER, sid, 1)).toBeUndefined();
    expect(await store.revisions(OTHER, sid, { size: 1 })).toBeUndefined();
    expect(await store.testUsers(OTHER, sid)).toBeUndefined();
    expect(await store.setTestUsers(OTHER, sid, [])).toBeUndefined();
    expect(await store.delete(OTHER, sid)).toBe(false);
    expect(await store.list(OTHER, { size: 1 })).toEqual({ items: [] });
    expect(await store.read(ACCOUNT, sid)).toBeDefined();
  });

  it('has test users, whatever is saved', async () => {
    const { sid } = await create();
    expect(await store.testUsers(ACCOUNT, sid)).toEqual([]);
    await store.setTestUsers(ACCOUNT, sid, ['+15551', 'whatsapp:+15552', '+15551']);
    await store.save(ACCOUNT, sid, { status: 'published' });
    expect(await store.testUsers(ACCOUNT, sid)).toEqual(['+15551', 'whatsapp:+15552']);
  });

  it('is gone when it is deleted', async () => {
    const { sid } = await create();
    expect(await store.delete(ACCOUNT, sid)).toBe(true);
    expect(await store.read(ACCOUNT, sid)).toBeUndefined();
    expect(await store.revision(ACCOUNT, sid, 1)).toBeUndefined();
    expect(await store.save(ACCOUNT, sid, { status: 'published' })).toBeUndefined();
    expect(await store.delete(ACCOUNT, sid)).toBe(false);
    const { items } = await store.list(ACCOUNT, { size: 50 });
    expect(items.map(flow => flow.sid)).not.toContain(sid);
  });
});

describe('a list that lags behind', () => {
  it('is not asked more often than Temporal likes to answer', async () => {
    let asked = 0;
    const retry = makeGrpcRetryInterceptor(defaultGrpcRetryOptions());
    const connection = await Connection.connect({
      address: stage.address,
      interceptors: [
        (options, next) => {
          asked += 1;
          return retry(options, next);
        },
      ],
    });
    asked = 0;
    await untilListed(new Client({ connection }), `FW${'0'.repeat(32)}`, listed => listed !== undefined);
    await connection.close();
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(15);
  });
});

describe('pages', () => {
  it('lead through all flows, whatever is made meanwhile', async () => {
    const made = [];
    for (let count = 0; count < 5; count += 1) made.unshift((await create()).sid);
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const page = await store.list(ACCOUNT, { size: 2, ...(token !== undefined && { token }) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(flow => flow.sid));
      token = page.next;
      if (seen.length === 2) await create();
    } while (token !== undefined);
    expect(seen.slice(0, 5)).toEqual(made);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('lead through all revisions, newest first', async () => {
    const { sid } = await create();
    for (let count = 0; count < 4; count += 1) await store.save(ACCOUNT, sid, { status: 'draft' });
    const first = await store.revisions(ACCOUNT, sid, { size: 3 });
    expect(first?.items.map(({ revision }) => revision)).toEqual([5, 4, 3]);
    await store.save(ACCOUNT, sid, { status: 'draft' });
    const second = await store.revisions(ACCOUNT, sid, { size: 3, token: first!.next! });
    expect(second?.items.map(({ revision }) => revision)).toEqual([2, 1]);
    expect(second).not.toHaveProperty('next');
  });

  it('have tokens that cannot be made up', async () => {
    const { sid } = await create();
    const page = { size: 2, token: 'bm9uc2Vuc2U' };
    await expect(store.list(ACCOUNT, page)).rejects.toThrow('page token');
    await expect(store.revisions(ACCOUNT, sid, page)).rejects.toThrow('page token');
  });
});
