import { FlowStore } from '../../store/flow-store';
import { flowOf, say } from '../resilience/flows';
import { ACCOUNT, type Engine } from '../setup/engine';
import type { Recording } from './recording';

/** What flows are kept in: workflows that are open for as long as there is the flow. */
export const definitions: Record<string, Recording> = {
  flow: async ({ engine }) => {
    const { flowSid } = await saved(engine, 3);
    await engine.client.workflow.getHandle(flowSid).terminate();
    return { workflowId: flowSid };
  },

  'flow-continued-as-new': async ({ engine }) => {
    const { flowSid, runId } = await saved(engine, 12);
    return { workflowId: flowSid, runId };
  },

  removal: async ({ engine }) => {
    const { flowSid, runId, store } = await saved(engine, 2);
    await store.delete(ACCOUNT, flowSid);
    return { workflowId: `${flowSid}:removal:${runId}` };
  },
};

/** @returns with the first run of the flow's workflow */
async function saved(
  engine: Engine,
  times: number,
): Promise<{ store: FlowStore; flowSid: string; runId: string }> {
  const store = new FlowStore(engine.client, engine.settings.taskQueue);
  const definition = flowOf(say('hello', 'Hello'));
  const { sid } = await store.create({
    ...{ accountSid: ACCOUNT, friendlyName: 'Reception', status: 'published', definition },
  });
  const { runId } = await engine.client.workflow.getHandle(sid).describe();
  for (let done = 1; done < times; done += 1) {
    await store.save(ACCOUNT, sid, { status: 'draft', commitMessage: `Change ${done}` });
  }
  await store.setTestUsers(ACCOUNT, sid, ['+15551110001']);
  return { store, flowSid: sid, runId };
}
