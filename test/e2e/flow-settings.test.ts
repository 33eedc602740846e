import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHead } from '../../store/read-head';
import { importFlows, type Imported } from '../../store/import-flows';
import { readRevision } from '../../store/revision-reader';
import { FlowWatcher } from '../../store/watch-flows';
import { until } from '../setup/until';
import { newSid } from '../setup/sid';
import { ACCOUNT, Stage } from '../setup/stage';
import { flowOf, say } from './flows';

let stage: Stage;
let directory: string;
let flow: string;

beforeAll(async () => {
  stage = await Stage.set();
  await stage.startWorker();
});
afterAll(() => stage.close());
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'flows-'));
  flow = `reception-${randomUUID()}`;
  write(`${flow}.json`, flowOf(say('hello', 'Hello')));
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(file: string, content: unknown): void {
  writeFileSync(join(directory, file), typeof content === 'string' ? content : JSON.stringify(content));
}

const options = () => ({
  client: stage.client,
  taskQueue: stage.settings.taskQueue,
  accountSid: ACCOUNT,
  directory,
});

/** What became of the one flow that there is. */
async function imported(): Promise<Imported> {
  const [one, ...others] = await importFlows(options());
  expect(others).toEqual([]);
  return one!;
}

describe('settings beside a flow file', () => {
  it('are those of the published revision, and no part of the definition', async () => {
    write(`${flow}.settings.json`, { onActive: 'supersede' });
    const { flowSid, problems } = await imported();
    expect(problems).toEqual([]);
    expect(await readHead(stage.client, flowSid)).toMatchObject({ settings: { onActive: 'supersede' } });
    const revision = await readRevision(stage.client, flowSid, 1);
    expect(revision).toMatchObject({ settings: { onActive: 'supersede' } });
    expect(revision?.definition).toEqual(flowOf(say('hello', 'Hello')));
  });

  it('make a revision when they alone change; what runs keeps those of its own', async () => {
    const { flowSid, revision } = await imported();
    expect(revision).toBe(1);
    write(`${flow}.settings.json`, { onActive: 'reject' });
    expect(await imported()).toMatchObject({ revision: 2, changed: true });
    expect(await imported()).toMatchObject({ revision: 2, changed: false });
    write(`${flow}.settings.json`, { onActive: 'supersede' });
    expect(await imported()).toMatchObject({ revision: 3, changed: true });
    expect(await readRevision(stage.client, flowSid, 1)).not.toHaveProperty('settings');
    expect(await readRevision(stage.client, flowSid, 2)).toHaveProperty('settings.onActive', 'reject');
  });

  it('are what they are by default once the file is gone', async () => {
    write(`${flow}.settings.json`, { onActive: 'reject' });
    const { flowSid } = await imported();
    rmSync(join(directory, `${flow}.settings.json`));
    expect(await imported()).toMatchObject({ revision: 2, changed: true });
    expect(await readHead(stage.client, flowSid)).not.toHaveProperty('settings');
    write(`${flow}.settings.json`, {});
    expect(await imported()).toMatchObject({ revision: 2, changed: false });
  });

  it("are found in an account's folder, and by the SID of a flow", async () => {
    const other = newSid('AC');
    const sid = newSid('FW');
    mkdirSync(join(directory, other));
    write(`${other}/${sid}.json`, flowOf(say('hello', 'Hello')));
    write(`${other}/${sid}.settings.json`, { onActive: 'join' });
    await importFlows(options());
    expect(await readHead(stage.client, sid)).toMatchObject({
      accountSid: other,
      settings: { onActive: 'join' },
    });
  });

  it.each<[string, unknown, string, string]>([
    [
      'a misspelt name',
      { onactive: 'join' },
      '#/onactive',
      'is no setting: correct its name, or remove it (there is onActive)',
    ],
    [
      'a value that there is not',
      { onActive: 'replace' },
      '#/onActive',
      'does not have a value in the enumeration [join, supersede, reject]',
    ],
    [
      'a value of another kind',
      { onActive: null },
      '#/onActive',
      'does not have a value in the enumeration [join, supersede, reject]',
    ],
    ['a list', ['supersede'], '#', 'array found, object expected'],
    ['something that is no JSON', '{"onActive":', '#', 'Unexpected end of JSON input'],
  ])('are told of when they are wrong: %s', async (_what, content, place, message) => {
    const { flowSid } = await imported();
    write(`${flow}.json`, flowOf(say('hello', 'Good evening')));
    write(`${flow}.settings.json`, content);
    const { problems } = await imported();
    expect(problems).toEqual([{ message, property_path: `${flow}.settings.json${place}` }]);
    expect(await readHead(stage.client, flowSid)).toMatchObject({ publishedRevision: 1, latestRevision: 1 });
  });

  it('are told of together with what is wrong with the flow', async () => {
    write(`${flow}.json`, { ...flowOf(say('hello', 'Hello')), initial_state: 'nowhere' });
    write(`${flow}.settings.json`, { onActive: 'never', off: true });
    const { problems } = await imported();
    expect(problems.map(problem => problem.property_path)).toEqual([
      `${flow}.settings.json#/off`,
      `${flow}.settings.json#/onActive`,
      '#/initial_state',
    ]);
  });

  it('are told of where they belong to no flow', async () => {
    write('recepton.settings.json', { onActive: 'supersede' });
    const all = await importFlows(options());
    expect(all.map(({ file, problems }) => [file, problems])).toEqual([
      [join(directory, `${flow}.json`), []],
      [
        join(directory, 'recepton.settings.json'),
        [
          {
            message: 'there is no recepton.json beside it: rename the file, or remove it',
            property_path: '#',
          },
        ],
      ],
    ]);
  });

  it('are imported as soon as they change', async () => {
    const told: Imported[] = [];
    const watcher = new FlowWatcher(options(), {
      imported: one => told.push(one),
      failed: error => {
        throw error;
      },
    });
    await watcher.import();
    write(`${flow}.settings.json`, { onActive: 'reject' });
    await until(() => Promise.resolve(told.some(({ revision }) => revision === 2)));
    await watcher.close();
    expect(await readHead(stage.client, told[0]!.flowSid)).toMatchObject({
      settings: { onActive: 'reject' },
    });
  });
});

describe('the update by which a flow takes note of a revision', () => {
  const good = {
    accountSid: ACCOUNT,
    friendlyName: 'Reception',
    revision: 1,
    digest: '0',
    published: true,
    allowConcurrentCalls: true,
  };

  it.each<[string, unknown[]]>([
    ['nothing', []],
    ['null', [null]],
    ['a text', ['published']],
    ['a list', [[good]]],
    ['half of it', [{ revision: 2 }]],
    ['a number that is none', [{ ...good, revision: '2' }]],
    ['settings that are a list', [{ ...good, settings: [] }]],
    ['a folder that is a text', [{ ...good, fromFolder: 'flows' }]],
  ])('refuses %s, and the flow goes on', async (_what, args) => {
    const { flowSid } = await imported();
    const handle = stage.client.workflow.getHandle(flowSid);
    await expect(handle.executeUpdate('save', { args: args as [unknown] })).rejects.toThrow(
      'Workflow Update failed',
    );
    write(`${flow}.json`, flowOf(say('hello', 'Good evening')));
    expect(await imported()).toMatchObject({ revision: 2, changed: true });
  });
});
