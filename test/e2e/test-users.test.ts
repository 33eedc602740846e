import type { JsonObject } from '../../flow/json';
import { heard } from '../../phone/record';
import { FlowStore } from '../../store/flow-store';
import { ACCOUNT, CONTACT, Engine } from '../setup/engine';
import { flowOf, say, state } from './flows';

const TESTER = '+15550009999';

let engine: Engine;
let store: FlowStore;

beforeAll(async () => {
  engine = await Engine.start();
  store = new FlowStore(engine.client, engine.settings.taskQueue);
});
afterAll(() => engine.close());

const saying = (text: string): JsonObject => flowOf(say('hello', text));

/** With a test user; `published`, then `draft`. */
async function flow(published: JsonObject | undefined, draft: JsonObject): Promise<string> {
  const first = published ?? draft;
  const made = { accountSid: ACCOUNT, friendlyName: 'Test', definition: first };
  const { sid } = await store.create({ ...made, status: published ? 'published' : 'draft' });
  await store.save(ACCOUNT, sid, { status: 'draft', definition: draft });
  await store.setTestUsers(ACCOUNT, sid, [TESTER]);
  return sid;
}

async function words(flowSid: string, from: string): Promise<string> {
  const call = await engine.call(flowSid, [], { from });
  return call.error?.message ?? heard(call).join(' ');
}

/** Runs `flowSid`. */
const parent = (flowSid: string, revision: string): JsonObject =>
  flowOf(
    state(
      'sub',
      'run-subflow',
      { flow_sid: flowSid, flow_revision: revision },
      { completed: null, failed: 'no' },
    ),
    say('no', 'No subflow.'),
  );

describe('a draft', () => {
  it('is run for the test users of its flow, and the published revision for everybody else', async () => {
    const sid = await flow(saying('Published'), saying('Draft'));
    expect(await words(sid, TESTER)).toBe('Draft');
    expect(await words(sid, CONTACT)).toBe('Published');
  });

  it('can be tried before anything is published', async () => {
    const sid = await flow(undefined, saying('Draft'));
    expect(await words(sid, TESTER)).toBe('Draft');
    expect(await words(sid, CONTACT)).toContain('404');
  });

  it.each(['LatestRevision', 'LatestDraft'])(
    'is run as a subflow by %s for test users of the parent',
    async which => {
      const sub = await flow(saying('Published'), saying('Draft'));
      const main = await flow(parent(sub, which), parent(sub, which));
      expect(await words(main, TESTER)).toBe('Draft');
      expect(await words(main, CONTACT)).toBe('Published');
    },
  );

  it('is run as a subflow by no other name, and not for test users of the subflow alone', async () => {
    const sub = await flow(saying('Published'), saying('Draft'));
    expect(await words(await flow(undefined, parent(sub, 'LatestPublished')), TESTER)).toBe('Published');
    const { sid } = await store.create({
      ...{ accountSid: ACCOUNT, friendlyName: 'Main', status: 'published' },
      definition: parent(sub, 'LatestDraft'),
    });
    expect(await words(sid, TESTER)).toBe('Published');
  });
});
