import { Client } from '@temporalio/client';
import type { FastifyBaseLogger } from 'fastify';
import { Accounts } from '../../config/accounts';
import type { Settings } from '../../config/settings';
import { buildGateway } from '../../gateway/app';
import { connect } from '../../gateway/connection';
import { Engine } from '../../gateway/engine';
import { Executions } from '../../gateway/executions';
import type { RunningGateway } from '../../gateway/server';
import { FlowStore } from '../../store/flow-store';
import { Flows } from '../../store/flows';

/** A gateway that does not wait ten seconds for a turn, which is long for a test, but `patience` milliseconds. */
export async function startImpatientGateway(
  settings: Settings,
  patience: number,
  logger: FastifyBaseLogger,
): Promise<RunningGateway> {
  const { connection, close } = connect(settings.temporal);
  const client = new Client({ connection });
  const app = buildGateway({
    settings,
    accounts: new Accounts(settings.accounts),
    engine: new Engine({ client, taskQueue: settings.taskQueue, patience }),
    executions: new Executions(client, settings.taskQueue),
    flows: new Flows(client),
    flowStore: new FlowStore(client, settings.taskQueue),
    logger,
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    async close() {
      await app.close();
      await close();
    },
  };
}
