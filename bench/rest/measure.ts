import { Agent } from 'undici';
import { saveFlow } from '../../store/save-flow';
import type { Stage } from '../stage';
import { benchFlow } from '../turns/flow';
import { RestApi } from './api';
import { compareRequests } from './compare';
import { measureGrowth } from './growth';
import type { RestResults } from './report';
import { reads, starts } from './requests';

/** What the REST API takes for starts and reads, and whether it slows with the number of flows. */
export async function measureRest(
  { client, taskQueue, gatewayUrl }: Stage,
  { seconds, calls }: { seconds: number; calls: number },
  progress: (text: string) => void,
): Promise<RestResults> {
  await saveFlow(client, taskQueue, benchFlow);
  const agent = new Agent();
  const api = new RestApi(gatewayUrl, agent);
  try {
    const growth = await measureGrowth(client, api, progress);
    const load = { seconds, atOnce: calls };
    const reading = await compareRequests(await reads(client, api), load, progress);
    // Last, as they leave the worker with more executions than it runs in the time.
    const starting = await compareRequests(starts(client, api), load, progress);
    return { requests: [...reading, ...starting], growth };
  } finally {
    await agent.close();
  }
}
