import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { JsonObject } from '../../flow/json';
import { names } from '../floor/contract';
import { benchFlow } from '../turns/flow';
import type { RestApi } from './api';

/** A kind of request. */
export interface Kind {
  name: string;
  /** The name of what it cannot be faster than; its own where it is a floor. */
  floor: string;
  ask: () => Promise<unknown>;
}

/** Nobody works at it: a floor is what Temporal takes, and nothing that comes of it. */
const NOBODY = 'bench-nobody';

const EXECUTIONS_READ = 50;
const EXECUTIONS = `/Flows/${benchFlow.flowSid}/Executions`;

const noWork = () => ({ workflowId: `floor/${randomUUID()}`, taskQueue: NOBODY });

/** Starts, and the request to Temporal that each takes at least. */
export function starts(client: Client, api: RestApi): Kind[] {
  const floor = 'floor of starts';
  return [
    { name: floor, floor, ask: () => client.workflow.start(names.floor, noWork()) },
    { name: 'start an execution', floor, ask: () => startSomeone(api) },
  ];
}

/** Reads, and the same. */
export async function reads(client: Client, api: RestApi): Promise<Kind[]> {
  const started: JsonObject[] = [];
  while (started.length < EXECUTIONS_READ) started.push(await startSomeone(api));
  let turn = 0;
  /** One after the other: clients read what they have started themselves. */
  const execution = (): string => {
    turn += 1;
    return `${EXECUTIONS}/${started[turn % started.length]!['sid'] as string}`;
  };
  const { workflowId } = await client.workflow.start(names.floor, noWork());
  const floor = 'floor of reads';
  return [
    { name: floor, floor, ask: () => client.workflow.getHandle(workflowId).describe() },
    { name: 'read an execution', floor, ask: () => api.get(execution()) },
    { name: 'read its steps', floor, ask: () => api.get(`${execution()}/Steps`) },
    { name: 'read its context', floor, ask: () => api.get(`${execution()}/Context`) },
    { name: 'list executions', floor, ask: () => api.get(`${EXECUTIONS}?PageSize=50`) },
    { name: 'read a flow', floor, ask: () => api.get(`/Flows/${benchFlow.flowSid}`) },
  ];
}

/** Starts an execution of somebody who has none. */
export function startSomeone(api: RestApi): Promise<JsonObject> {
  return api.post(EXECUTIONS, { To: `contact-${randomUUID()}`, From: 'bench' });
}
