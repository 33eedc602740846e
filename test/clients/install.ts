import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../scripts/cache-folder';

/** Milliseconds for a registry that is slow. */
const PATIENCE = 300_000;

/** @returns folder of a `python` that has Twilio's client; undefined where it cannot be installed */
export function installPythonClient(): string | undefined {
  return installPython('twilio==9.13.0');
}

/** @returns folder of the command `schemathesis`; undefined where it cannot be installed */
export function installSchemathesis(): string | undefined {
  return installPython('schemathesis==4.32.5');
}

/** In a virtual environment of its own: tests that run at the same time install at the same time. */
function installPython(requirement: string): string | undefined {
  return install('python', [requirement], 'bin', folder => [
    ['python3', '-m', 'venv', folder],
    [join(folder, 'bin', 'python'), '-m', 'pip', 'install', '--quiet', '--retries', '1', requirement],
  ]);
}

/** @returns folder of the command `twilio`; undefined where it cannot be installed */
export function installTwilioCli(): string | undefined {
  const packages = ['twilio-cli@6.2.4'];
  const options = ['--no-audit', '--no-fund', '--no-save', '--fetch-retries', '1', '--loglevel', 'error'];
  return install('twilio-cli', packages, join('node_modules', '.bin'), folder => [
    ['npm', 'install', '--prefix', folder, ...options, ...packages],
  ]);
}

/**
 * Made once, and found again by what it holds. A half-made one does not count.
 * @returns undefined where it cannot be installed, which is told
 */
function install(
  name: string,
  packages: readonly string[],
  bin: string,
  commands: (folder: string) => [string, ...string[]][],
): string | undefined {
  const folder = join(cacheFolder('clients'), `${name}-${packages.join('-').replace(/[^\w.-]+/g, '')}`);
  const done = join(folder, bin);
  if (existsSync(join(folder, 'whole'))) return done;
  rmSync(folder, { recursive: true, force: true });
  for (const [command, ...args] of [...commands(folder), ['mkdir', join(folder, 'whole-')] as const]) {
    const { status, error, stderr } = spawnSync(command, args, { timeout: PATIENCE, encoding: 'utf8' });
    if (status === 0) continue;
    const why = error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
    process.stderr.write(`${packages.join(', ')} cannot be installed, so its test is skipped: ${why}\n`);
    return undefined;
  }
  renameSync(join(folder, 'whole-'), join(folder, 'whole'));
  return done;
}
