import type { Client } from '@temporalio/client';
import { median } from '../statistics';
import { benchFlow } from '../turns/flow';
import type { RestApi } from './api';
import { startSomeone } from './requests';

/** What something takes where there are few flows and where there are many: the middle ones, in milliseconds. */
export interface Growth {
  what: string;
  few: number;
  many: number;
}

export const FEW = 10;
export const MANY = 1000;
const TIMES = 60;
const AT_ONCE = 10;

/** Saves and reads one flow among few and among many. */
export async function measureGrowth(
  client: Client,
  api: RestApi,
  progress: (text: string) => void,
): Promise<Growth[]> {
  const Definition = JSON.stringify(benchFlow.definition);
  const path = `/Flows/${benchFlow.flowSid}`;
  const kinds: [string, () => Promise<unknown>][] = [
    ['floor: describe a workflow', () => client.workflow.getHandle(benchFlow.flowSid).describe()],
    ['save a flow', () => api.post(path, { Status: 'published', Definition })],
    ['read a flow', () => api.get(path)],
    ['list 10 flows', () => api.get('/Flows?PageSize=10')],
    ['start an execution', () => startSomeone(api)],
  ];
  let flows = 0;
  const among = async (count: number): Promise<Map<string, number>> => {
    progress(`Creating flows, up to ${count}`);
    while (flows < count) {
      const create = (): Promise<unknown> =>
        api.post('/Flows', { FriendlyName: 'Bench', Status: 'published', Definition });
      await Promise.all(Array.from({ length: AT_ONCE }, create));
      flows += AT_ONCE;
    }
    progress(`Saving and reading among ${count} flows`);
    const took = new Map<string, number>();
    // The first round warms up.
    for (let round = 0; round < 2; round += 1) {
      for (const [what, ask] of kinds) took.set(what, await middle(ask));
    }
    return took;
  };
  const [few, many] = [await among(FEW), await among(MANY)];
  return kinds.map(([what]) => ({ what, few: few.get(what)!, many: many.get(what)! }));
}

async function middle(ask: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const began = performance.now();
    await ask();
    took.push(performance.now() - began);
  }
  return median(took);
}
