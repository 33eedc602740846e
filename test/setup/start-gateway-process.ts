import { startProcess, type EngineProcess } from './start-process';

/** A gateway as a process of its own, as production runs it. */
export interface GatewayProcess extends Pick<EngineProcess, 'kill'> {
  url: string;
}

export async function startGatewayProcess(env: NodeJS.ProcessEnv): Promise<GatewayProcess> {
  const isReady = (line: string): boolean => line.includes('gateway runs');
  const gateway = await startProcess('gateway/main.ts', [], env, isReady);
  const { url } = JSON.parse(gateway.readyLine) as { url: string };
  return { url, kill: () => gateway.kill() };
}
