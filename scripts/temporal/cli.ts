import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Interrupted, run } from '../bootstrap/command';
import { progress } from '../bootstrap/progress';
import { isAtLeast } from '../bootstrap/version';
import { cacheFolder } from '../cache-folder';

/** The last version that builds from the module proxy. */
const MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
/** The first server that takes an update and a start in one request without being told to. */
const LEAST_SERVER = '1.28.0';
const DOWNLOAD_PATIENCE = 300_000;

/**
 * The `temporal` command: the one on the PATH, or one that was made before, or else it is downloaded or built.
 * @param folder where it is kept
 * @throws Error that says what to install
 */
export async function findCli(folder = cacheFolder()): Promise<string> {
  const kept = join(folder, 'temporal');
  if (await isUsable('temporal')) return 'temporal';
  if (existsSync(kept) && (await isUsable(kept))) return kept;
  const failures: string[] = [];
  for (const make of [download, build]) {
    const workshop = await mkdtemp(join(folder, 'making-'));
    try {
      // Moved when it is whole, so that whoever comes in between, or after a Ctrl-C, finds all or nothing.
      await rename(await make(workshop), kept);
      if (await isUsable(kept)) return kept;
      failures.push(`${kept} does not run`);
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      failures.push((error as Error).message);
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
  }
  throw new Error(
    [
      'There is no Temporal server, and none can be made. Do one of these:',
      '  - install the Temporal CLI (https://docs.temporal.io/cli/setup-cli) so that `temporal` is on the PATH,',
      '  - install Go 1.25 or later (https://go.dev/dl), from which it is built,',
      '  - set TEMPORAL_ADDRESS to a server that runs.',
      ...failures,
    ].join('\n'),
  );
}

async function isUsable(command: string): Promise<boolean> {
  try {
    const [, server] = /\bServer v?(\d[\d.]*)/.exec(await run(command, ['--version'])) ?? [];
    return server !== undefined && isAtLeast(server, LEAST_SERVER);
  } catch {
    return false;
  }
}

async function download(workshop: string): Promise<string> {
  const script = require.resolve('./download-cli');
  const downloading = run(process.execPath, [script, workshop], { timeout: DOWNLOAD_PATIENCE });
  await progress('Downloading Temporal', downloading);
  const [file] = (await readdir(workshop)).filter(name => name.startsWith('temporal'));
  if (file === undefined) throw new Error('The download left no file.');
  return join(workshop, file);
}

async function build(workshop: string): Promise<string> {
  const env = { ...process.env, GOBIN: workshop, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false' };
  await progress('Building Temporal with Go (some minutes, once)', run('go', ['install', MODULE], { env }));
  return join(workshop, 'temporal');
}
