import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A worker as a process of its own. */
export interface WorkerProcess {
  /** SIGKILL: it does not get to say good-bye. */
  kill(): Promise<void>;
}

export async function startWorkerProcess(env: NodeJS.ProcessEnv, bundle: string): Promise<WorkerProcess> {
  const [hook, script] = ['register-typescript.js', 'worker-process.ts'].map(file => join(__dirname, file));
  const child = spawn(process.execPath, ['--require', hook ?? '', script ?? '', bundle], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await untilReady(child);
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function untilReady({ stdout }: ChildProcess): Promise<void> {
  for await (const chunk of stdout ?? []) if (String(chunk).includes('ready')) return;
  throw new Error('the worker process did not start');
}
