import { startProcess, type EngineProcess } from './start-process';

/** A worker as a process of its own. */
export type WorkerProcess = Pick<EngineProcess, 'kill'>;

export function startWorkerProcess(env: NodeJS.ProcessEnv, bundle: string): Promise<WorkerProcess> {
  return startProcess('test/setup/worker-process.ts', [bundle], env, line => line === 'ready');
}
