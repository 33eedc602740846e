import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/bootstrap/command';

const FINDER = `require('${join(__dirname, '../../scripts/temporal/cli')}')
  .findCli(process.argv[1]).then(path => process.stdout.write(path))`;

let folder: string;
let onPath: string;

beforeEach(() => {
  [folder, onPath] = ['kept-', 'path-'].map(name => mkdtempSync(join(tmpdir(), name))) as [string, string];
});
afterEach(() => {
  for (const each of [folder, onPath]) rmSync(each, { recursive: true });
});

function install(where: string, version: string): void {
  const file = join(where, 'temporal');
  writeFileSync(file, `#!/bin/sh\necho "${version}"\n`);
  chmodSync(file, 0o755);
}

/** In a process that has another PATH. */
function findCli(): Promise<string> {
  const args = ['--require', join(__dirname, '../setup/register-typescript.js'), '-e', FINDER, folder];
  return run(process.execPath, args, { env: { ...process.env, PATH: `${onPath}:/usr/bin:/bin` } });
}

describe('the temporal command', () => {
  it('is the one on the PATH', async () => {
    install(onPath, 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)');
    install(folder, 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)');
    expect(await findCli()).toBe('temporal');
  });

  it.each(['temporal version 1.0.0 (Server 1.24.2, UI 2.28.0)', 'tctl version 1.18.1'])(
    'is the one made before where that on the PATH is %s',
    async version => {
      install(onPath, version);
      install(folder, 'temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)');
      expect(await findCli()).toBe(join(folder, 'temporal'));
    },
  );
});
