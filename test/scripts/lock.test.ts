import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alone, claim } from '../../scripts/bootstrap/lock';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'studio-engine-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Another process, which has claimed the folder. */
async function owner(): Promise<ChildProcess> {
  const program = join(folder, 'owner.js');
  const lock = JSON.stringify(require.resolve('../../scripts/bootstrap/lock'));
  const claiming = `require(${lock}).claim(${JSON.stringify(folder)}).then(() => process.send('claimed'));`;
  writeFileSync(program, `${claiming}\nprocess.on('message', () => undefined);`);
  const child = fork(program);
  await once(child, 'message');
  return child;
}

describe('a lock', () => {
  it('is held by one at a time, whatever the length of the path', async () => {
    const what = join(folder, 'x'.repeat(200));
    const release = await claim(what);
    expect(release).toBeDefined();
    expect(await claim(what)).toBeUndefined();
    const other = await claim(`${what}y`);
    expect(other).toBeDefined();
    other?.();
    release?.();
    (await claim(what))?.();
  });

  it('ends with its process, be it killed', async () => {
    const child = await owner();
    expect(await claim(folder)).toBeUndefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const release = await claim(folder);
    expect(release).toBeDefined();
    release?.();
  });

  it('is waited for, and let go also when the work fails', async () => {
    const done: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      done.push(`${name} begins`);
      await new Promise(resolve => setTimeout(resolve, 50));
      done.push(`${name} ends`);
      if (name === 'a') throw new Error('failed');
    };
    const both = await Promise.allSettled([alone(folder, work('a')), alone(folder, work('b'))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(done.map(text => text.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
  });
});
