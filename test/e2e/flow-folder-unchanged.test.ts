import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { JsonObject } from '../../flow/json';
import { run } from '../../scripts/flows/main';
import { flowSidOf } from '../../store/flow-files';
import { FlowStore } from '../../store/flow-store';
import { importFlows, type Imported, type ImportOptions } from '../../store/import-flows';
import { readHead } from '../../store/read-head';
import { saveFlow } from '../../store/save-flow';
import { FlowWatcher } from '../../store/watch-flows';
import { writeRevision, type NewRevision } from '../../store/write-revision';
import { ACCOUNT, Stage } from '../setup/stage';
import { until } from '../setup/until';
import { flowOf, say } from './flows';

let stage: Stage;
let store: FlowStore;
let directory: string;
/** A flow that nobody else has; its file holds "One" unless a test writes something else. */
let file: string;
let flowSid: string;

beforeAll(async () => {
  stage = await Stage.set();
  await stage.startWorker();
  store = new FlowStore(stage.client, stage.settings.taskQueue);
});
afterAll(() => stage.close());
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'flows-'));
  file = `flow-${randomUUID()}.json`;
  flowSid = flowSidOf(file);
  write(file, saying('One'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const saying = (text: string): JsonObject => flowOf(say('hello', text));

function write(name: string, content: JsonObject): void {
  writeFileSync(join(directory, name), JSON.stringify(content));
}

const options = (): ImportOptions => ({
  client: stage.client,
  taskQueue: stage.settings.taskQueue,
  accountSid: ACCOUNT,
  directory,
});

/** The flow as its file makes it. */
const inFile = (text: string): NewRevision => ({
  ...{ accountSid: ACCOUNT, flowSid, friendlyName: file.slice(0, -'.json'.length) },
  ...{ status: 'published', definition: saying(text) },
});

/** What a worker does that starts. */
const start = (): Promise<Imported[]> => importFlows(options());

const save = (status: 'draft' | 'published', text: string) =>
  store.save(ACCOUNT, flowSid, { status, definition: saying(text) });

/** The numbers of the revisions that test users and that all others run. */
async function revisions(): Promise<(number | null | undefined)[]> {
  const head = await readHead(stage.client, flowSid);
  return [head?.latestRevision, head?.publishedRevision];
}

/** @param work may have another file of the folder change */
async function watching(work: (another: () => Promise<void>) => Promise<void>): Promise<void> {
  const told: Imported[] = [];
  const watcher = new FlowWatcher(options(), {
    imported: one => void told.push(one),
    failed: error => {
      throw error;
    },
  });
  const another = async (): Promise<void> => {
    // The last one in the order of names: the folder has been imported when it is told of.
    const last = `z-${randomUUID()}.json`;
    write(last, saying('Another'));
    await until(() => Promise.resolve(told.some(one => one.file === join(directory, last) && one.changed)));
  };
  try {
    await watcher.import();
    await work(another);
  } finally {
    await watcher.close();
  }
}

describe('what is saved of a flow whose file stays as it is', () => {
  it('stays when another file changes: a draft', () =>
    watching(async another => {
      await save('draft', 'Two');
      await another();
      expect(await revisions()).toEqual([2, 1]);
    }));

  it('stays when another file changes: a publication', () =>
    watching(async another => {
      await save('published', 'Two');
      await another();
      expect(await revisions()).toEqual([2, 2]);
    }));

  it('stays when a worker starts', async () => {
    await start();
    await save('published', 'Two');
    await save('draft', 'Three');
    const last = `z-${randomUUID()}.json`;
    write(last, saying('Another'));
    await stage.startWorker({ flowsDir: directory });
    await until(async () => (await readHead(stage.client, flowSidOf(last))) !== undefined);
    expect(await revisions()).toEqual([3, 2]);
  });

  it('stays where something else than the folder had published what is in the file', async () => {
    await saveFlow(stage.client, stage.settings.taskQueue, inFile('One'));
    await start();
    expect(await revisions()).toEqual([1, 1]);
    await save('draft', 'Two');
    await start();
    expect(await revisions()).toEqual([2, 1]);
  });

  it('stays where a worker died while it imported the file', async () => {
    await start();
    write(file, saying('Two'));
    const { client, settings } = stage;
    await writeRevision({ client, taskQueue: settings.taskQueue }, { ...inFile('Two'), fromFolder: true }, 2);
    await save('draft', 'Three');
    await start();
    expect(await revisions()).toEqual([3, 2]);
  });

  it('is overturned where nobody knows what the file was before', async () => {
    await saveFlow(stage.client, stage.settings.taskQueue, { ...inFile('Two'), status: 'draft' });
    await start();
    expect(await revisions()).toEqual([2, 2]);
  });

  it('is overturned by somebody who imports the file', async () => {
    await start();
    await save('draft', 'Two');
    const env = {
      TEMPORAL_ADDRESS: stage.address,
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TASK_QUEUE: stage.settings.taskQueue,
    };
    const io = { stdout: new PassThrough(), stderr: new PassThrough(), env };
    expect(await run(['import', join(directory, file)], io)).toBe(0);
    expect(await revisions()).toEqual([3, 3]);
    await start();
    expect(await revisions()).toEqual([3, 3]);
  });
});

describe('a file that changes after something else was saved', () => {
  it('is published', async () => {
    await start();
    await save('draft', 'Two');
    write(file, saying('Three'));
    await start();
    expect(await revisions()).toEqual([3, 3]);
  });

  it('is published when it is again what it was before', async () => {
    await start();
    write(file, saying('Two'));
    await start();
    await save('published', 'Three');
    write(file, saying('One'));
    await start();
    expect(await revisions()).toEqual([4, 4]);
    expect((await store.read(ACCOUNT, flowSid))?.definition).toEqual(saying('One'));
  });

  it('is published when only its settings change', async () => {
    await start();
    await save('draft', 'Two');
    write(file.replace('.json', '.settings.json'), { onActive: 'reject' });
    await start();
    expect(await revisions()).toEqual([3, 3]);
  });
});

describe('a deleted flow whose file is still there', () => {
  it('stays away when another file changes, and comes back when its own does', () =>
    watching(async another => {
      await store.delete(ACCOUNT, flowSid);
      await another();
      expect(await revisions()).toEqual([undefined, undefined]);
      write(file, saying('Two'));
      await another();
      expect(await revisions()).toEqual([2, 2]);
    }));

  it('comes back when a worker starts', async () => {
    await start();
    await store.delete(ACCOUNT, flowSid);
    await start();
    expect(await revisions()).toEqual([2, 2]);
  });
});

describe('two files of one flow', () => {
  const exported = () => `${flowSid}.json`;
  const problem = (other: string): unknown => ({
    problems: [{ message: expect.stringContaining(join(directory, other)) as string, property_path: '#' }],
  });

  it('leave the revision that runs, whichever worker starts', async () => {
    await start();
    write(exported(), saying('Two'));
    for (let count = 0; count < 2; count += 1) {
      expect(await start()).toEqual([
        expect.objectContaining(problem(file)),
        expect.objectContaining(problem(exported())),
      ]);
      expect(await revisions()).toEqual([1, 1]);
    }
  });

  it('are none when one of them goes: the other one is imported', () =>
    watching(async another => {
      write(exported(), saying('Two'));
      await another();
      expect(await revisions()).toEqual([1, 1]);
      rmSync(join(directory, file));
      await another();
      expect(await revisions()).toEqual([2, 2]);
    }));

  it('are not a file and settings that have lost theirs', async () => {
    rmSync(join(directory, file));
    write(exported(), saying('Two'));
    write(file.replace('.json', '.settings.json'), {});
    await start();
    expect(await revisions()).toEqual([1, 1]);
  });
});
