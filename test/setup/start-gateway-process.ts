import { startProcess, type EngineProcess } from './start-process';

/** A gateway as a process of its own, as production runs it. */
export interface GatewayProcess extends Pick<EngineProcess, 'kill'> {
  url: string;
}

export async function startGatewayProcess(env: NodeJS.ProcessEnv): Promise<GatewayProcess> {
  const ready = 'Gateway: ';
  const gateway = await startProcess('gateway/main.ts', [], env, ready);
  return { url: gateway.readyLine.slice(ready.length), kill: () => gateway.kill() };
}
