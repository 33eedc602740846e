import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../flow/json';
import { importFlows, type Imported, type ImportOptions } from '../../store/import-flows';
import { FlowWatcher } from '../../store/watch-flows';
import { until } from '../setup/until';
import { newSid } from '../setup/sid';
import { ACCOUNT, Stage } from '../setup/stage';
import { flowOf, say } from './flows';

const OTHER = newSid('AC');

let stage: Stage;
/** What the folder of flows lies in. */
let place: string;
let directory: string;
/** The name of a flow that nobody else has. */
let name: string;

beforeAll(async () => {
  stage = await Stage.set();
  await stage.startWorker();
});
afterAll(() => stage.close());
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'flows-'));
  directory = join(place, 'flows');
  mkdirSync(directory);
  name = `flow-${randomUUID()}`;
});
afterEach(() => rmSync(place, { recursive: true }));

const options = (): ImportOptions => ({
  client: stage.client,
  taskQueue: stage.settings.taskQueue,
  accountSid: ACCOUNT,
  directory,
});

const saying = (text: string): JsonObject => flowOf(say('hello', text));

function write(folder: string, files: Record<string, JsonObject | string>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/**
 * As the kubelet mounts a ConfigMap, and changes it: each version is a folder of its own, and the link that all others
 * go by is replaced at once (https://pkg.go.dev/k8s.io/kubernetes/pkg/volume/util#AtomicWriter).
 */
function mount(files: Record<string, JsonObject>): void {
  const [version, data, next] = [
    `..${randomUUID()}`,
    join(directory, '..data'),
    join(directory, '..data_tmp'),
  ];
  write(join(directory, version), files);
  const before = existsSync(data) ? readlinkSync(data) : undefined;
  symlinkSync(version, next);
  renameSync(next, data);
  for (const file of Object.keys(files)) {
    const [top = ''] = file.split('/');
    if (!existsSync(join(directory, top))) symlinkSync(join('..data', top), join(directory, top));
  }
  if (before !== undefined) rmSync(join(directory, before), { recursive: true });
}

/** The names and the owners of the flows that are there. */
async function imported(): Promise<[string, string, number][]> {
  const all = await importFlows(options());
  return all.map(({ file, accountSid, problems }) => [
    file.slice(directory.length + 1),
    accountSid,
    problems.length,
  ]);
}

/** Watches the folder while something is done with it. */
async function watching(work: (told: Imported[], failures: unknown[]) => Promise<void>): Promise<void> {
  const [told, failures]: [Imported[], unknown[]] = [[], []];
  const watcher = new FlowWatcher(options(), {
    imported: one => void told.push(one),
    failed: error => void failures.push(error),
  });
  try {
    await watcher.import();
    await work(told, failures);
  } finally {
    await watcher.close();
  }
}

const untilRevision = (told: readonly Imported[], revision: number): Promise<void> =>
  until(() => Promise.resolve(told.some(one => one.revision === revision && one.changed)));

describe('a folder of flows that Kubernetes mounts', () => {
  it('has each flow once, those of other accounts too', async () => {
    mount({ [`${name}.json`]: saying('One'), [`${OTHER}/${name}-2.json`]: saying('Two') });
    expect(await imported()).toEqual([
      [`${OTHER}/${name}-2.json`, OTHER, 0],
      [`${name}.json`, ACCOUNT, 0],
    ]);
  });

  it('is imported again when Kubernetes changes it', async () => {
    const files = (text: string) => ({
      [`${name}.json`]: saying(text),
      [`${OTHER}/${name}-2.json`]: saying(text),
    });
    mount(files('One'));
    await watching(async told => {
      expect(told.map(({ revision }) => revision)).toEqual([1, 1]);
      for (const revision of [2, 3]) {
        mount(files(`Revision ${revision}`));
        await until(() =>
          Promise.resolve(told.filter(one => one.changed && one.revision === revision).length === 2),
        );
      }
    });
  });
});

describe('a folder of flows', () => {
  it('has no flows under names that begin with a dot, nor in other folders', async () => {
    write(directory, {
      [`${name}.json`]: saying('One'),
      [`.${name}.json`]: saying('Two'),
      [`._${name}.json`]: 'what a Mac leaves behind',
      [`drafts/${name}.json`]: saying('Three'),
      [`${OTHER}/drafts/${name}.json`]: saying('Four'),
    });
    // As an editor locks a file.
    symlinkSync('somebody@somewhere.4711', join(directory, `.#${name}.json`));
    symlinkSync('.', join(directory, OTHER, OTHER));
    expect(await imported()).toEqual([[`${name}.json`, ACCOUNT, 0]]);
  });

  it('may have links that lead nowhere, which are told of and keep no other flow out', async () => {
    write(directory, { [`${name}.json`]: saying('One') });
    symlinkSync('nowhere', join(directory, 'astray.json'));
    symlinkSync('circle.json', join(directory, 'circle.json'));
    await watching(async told => {
      expect(
        told.map(({ file, problems }) => [file.slice(directory.length + 1), problems[0]?.message]),
      ).toEqual([
        ['astray.json', expect.stringContaining('no such file')],
        ['circle.json', expect.stringContaining('too many symbolic links')],
        [`${name}.json`, undefined],
      ]);
      write(directory, { [`${name}.json`]: saying('Two') });
      await untilRevision(told, 2);
    });
  });

  it('may come later, and be another one under the same name', async () => {
    rmSync(directory, { recursive: true });
    await watching(async (told, failures) => {
      expect(failures).toMatchObject([{ code: 'ENOENT' }]);
      write(directory, { [`${name}.json`]: saying('One') });
      await untilRevision(told, 1);
      rmSync(directory, { recursive: true });
      write(directory, { [`${name}.json`]: saying('Two') });
      await untilRevision(told, 2);
      write(directory, { [`${name}.json`]: saying('Three') });
      await untilRevision(told, 3);
    });
  });

  it('does not keep a worker from ending in the middle of an import', async () => {
    for (let count = 0; count < 100; count += 1)
      write(directory, { [`${name}-${count}.json`]: saying('One') });
    const busy = await stage.startWorker({ flowsDir: directory, taskQueue: `test-${randomUUID()}` });
    await until(() => Promise.resolve(stage.logged.join('').includes('flow published')));
    await busy.shutdown();
  });
});
