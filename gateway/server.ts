import { Client } from '@temporalio/client';
import type { FastifyBaseLogger } from 'fastify';
import { Accounts } from '../config/accounts';
import type { Settings } from '../config/settings';
import { FlowStore } from '../store/flow-store';
import { Flows } from '../store/flows';
import { tellOfMissing } from '../store/search-attributes';
import { buildGateway } from './app';
import { connect } from './connection';
import { Engine } from './engine';
import { Executions } from './executions';

/** A gateway that listens. */
export interface RunningGateway {
  /** Where it can be reached from this machine. */
  url: string;
  /** Takes no more requests, and ends when all that have come in are answered. */
  close(): Promise<void>;
}

export async function startGateway(settings: Settings, logger?: FastifyBaseLogger): Promise<RunningGateway> {
  const { connection, close: disconnect } = connect(settings.temporal);
  const { namespace } = settings.temporal;
  const client = new Client({ connection, ...(namespace !== undefined && { namespace }) });
  const flows = new Flows(client);
  const app = buildGateway({
    settings,
    accounts: new Accounts(settings.accounts),
    engine: new Engine({ client, taskQueue: settings.taskQueue }),
    executions: new Executions(client, settings.taskQueue),
    flows,
    flowStore: new FlowStore(client, settings.taskQueue, flowSid => flows.forget(flowSid)),
    ...(logger && { logger }),
  });
  const close = async (): Promise<void> => {
    await app.close();
    await disconnect();
  };
  try {
    const url = await app.listen({ port: settings.port, host: settings.host });
    void tellOfMissing(settings.temporal, message => app.log.error(message));
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
