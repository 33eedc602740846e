import { randomUUID } from 'node:crypto';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { readSettings, type Settings } from '../../config/settings';
import type { JsonObject } from '../../flow/json';
import { createLogger } from '../../gateway/logger';
import { startGateway } from '../../gateway/server';
import { placeCall, type CallOptions } from '../../phone/call';
import type { CallRecord } from '../../phone/record';
import { Script } from '../../phone/script';
import { saveFlow } from '../../store/save-flow';
import { startWorker } from '../../worker/run';
import type { ExecutionResult } from '../../workflows/contract';
import { ACCOUNT, TOKEN } from '../phone/application';
import { workflowBundle } from './bundle';
import { sharedTemporalServer } from './temporal-server';

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

type Execution = () => Promise<ExecutionResult>;

/** Gateway and worker on a Temporal server, all real. */
export interface Engine {
  client: Client;
  /** URL of a flow's webhook. */
  webhook(flowSid: string): string;
  /** Places a call, with the answers of a script. */
  call(flowSid: string, answers?: string[], options?: Partial<CallOptions>): Promise<CallRecord>;
  execution(flowSid: string, callSid: string): WorkflowHandle<Execution>;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Published at once, by their SIDs. */
  flows: Record<string, JsonObject>;
  /** `temporal` names a server of the test's own; there is one for all otherwise. */
  settings?: Partial<Settings>;
}

export async function startEngine({ flows, settings: given = {} }: EngineOptions): Promise<Engine> {
  const own = given.temporal === undefined ? await sharedTemporalServer() : undefined;
  const settings = { ...readSettings(environment(own?.address)), ...given };
  const connection = await Connection.connect(settings.temporal.connectionOptions);
  const client = new Client({ connection });
  const log = createLogger('silent');
  const worker = await startWorker(settings, log, await workflowBundle());
  const gateway = await startGateway(settings, log);
  for (const [flowSid, definition] of Object.entries(flows)) {
    const flow = {
      accountSid: ACCOUNT,
      flowSid,
      friendlyName: 'A flow',
      status: 'published',
      definition,
    } as const;
    await saveFlow(client, settings.taskQueue, flow);
  }
  const webhook = (flowSid: string): string => `${gateway.url}/v1/Accounts/${ACCOUNT}/Flows/${flowSid}`;
  return {
    client,
    webhook,
    call: (flowSid, answers = [], options = {}) =>
      placeCall({
        url: webhook(flowSid),
        accountSid: ACCOUNT,
        authToken: TOKEN,
        from: '+15557654321',
        to: '+15551230001',
        answers: new Script(answers),
        ...options,
      }),
    execution: (flowSid, callSid) => client.workflow.getHandle<Execution>(`${flowSid}/${callSid}`),
    async close() {
      await gateway.close();
      await worker.shutdown();
      await connection.close();
      await own?.stop();
    },
  };
}

function environment(address = ''): NodeJS.ProcessEnv {
  return {
    TEMPORAL_ADDRESS: address,
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    TASK_QUEUE: `test-${randomUUID()}`,
    HOST: '127.0.0.1',
    PORT: '0',
  };
}
