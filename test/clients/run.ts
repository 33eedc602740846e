import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Characters of the end of what a command has printed: there it says what went wrong. */
const END = 4000;

/** @returns what it printed @throws Error with the end of what it printed, where it fails */
export async function run(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  { cwd, timeout = 120_000 }: { cwd?: string; timeout?: number } = {},
): Promise<string> {
  const { PATH = '' } = process.env;
  try {
    const { stdout } = await promisify(execFile)(command, [...args], {
      env: { PATH, ...env },
      timeout,
      cwd,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error([message.split('\n', 1)[0], stdout.slice(-END), stderr.slice(-END)].join('\n'));
  }
}
