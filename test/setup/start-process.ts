import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A part of the engine as a process of its own. */
export interface EngineProcess {
  /** What it printed when it was ready. */
  readyLine: string;
  /** SIGKILL: it does not get to say good-bye. */
  kill(): Promise<void>;
}

/**
 * Runs sources as they are.
 * @param script path below this repository
 * @param isReady is this the line that it prints when it is ready?
 */
export async function startProcess(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  isReady: (line: string) => boolean,
): Promise<EngineProcess> {
  const hook = join(__dirname, 'register-typescript.js');
  const child = spawn(process.execPath, ['--require', hook, join(__dirname, '../..', script), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  // Read to its end: a process whose output nobody takes comes to a halt.
  const lines = createInterface(child.stdout);
  const readyLine = await new Promise<string>((resolve, reject) => {
    lines.on('line', line => {
      if (isReady(line)) resolve(line);
    });
    lines.once('close', () => reject(new Error(`${script} did not start`)));
  });
  return {
    readyLine,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
