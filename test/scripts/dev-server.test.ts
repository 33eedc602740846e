import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '../../scripts/processes/free-port';
import { findCli } from '../../scripts/temporal/cli';
import { startDevServer } from '../../scripts/temporal/dev-server';

describe("Temporal's development server", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dev-server-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** @param first what the command does instead of starting the server */
  async function cliThat(first: string): Promise<string> {
    const path = join(folder, 'temporal');
    writeFileSync(path, `#!/bin/sh\n${first}\nexec '${await findCli()}' "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  it('is started again where it dies as it starts', async () => {
    const mark = join(folder, 'died');
    const cli = await cliThat(`[ -e '${mark}' ] || { touch '${mark}'; exit 2; }`);
    const { child } = await startDevServer({ cli, port: await anyFreePort() });
    await child.stop(0);
  });

  it('is given up where it dies every time, with its last words', async () => {
    const cli = await cliThat('echo "no room"; exit 2');
    const starting = startDevServer({ cli, port: await anyFreePort() });
    await expect(starting).rejects.toThrow('Temporal did not start (exit code 2):\nno room');
  });
});
