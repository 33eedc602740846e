import { Client, Connection, isRetryableError, makeGrpcRetryInterceptor } from '@temporalio/client';
import { Accounts } from '../../config/accounts';
import { readSettings } from '../../config/settings';
import { buildGateway } from '../../gateway/app';
import { Engine } from '../../gateway/engine';
import { Executions } from '../../gateway/executions';
import { FlowStore } from '../../store/flow-store';
import { Flows } from '../../store/flows';
import { ACCOUNT_SID, AUTH_TOKEN } from '../account';
import type { Stage } from '../stage';

/** A gateway in this process. */
export interface CountingGateway {
  url: string;
  /** Requests to Temporal, by their names. */
  rpcs: Map<string, number>;
  close(): Promise<void>;
}

export async function startCountingGateway({ address, taskQueue }: Stage): Promise<CountingGateway> {
  const rpcs = new Map<string, number>();
  const retry = makeGrpcRetryInterceptor({
    delayFunction: () => 100,
    retryableDecider: (attempt, status) => attempt < 3 && isRetryableError(status),
  });
  const connection = await Connection.connect({
    address,
    interceptors: [
      (options, next) => {
        const name = options.method_definition.path.replace(/^.*\//, '');
        rpcs.set(name, (rpcs.get(name) ?? 0) + 1);
        return retry(options, next);
      },
    ],
  });
  // What it takes to connect is no part of a webhook.
  rpcs.clear();
  const client = new Client({ connection });
  const settings = readSettings({
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    LOG_LEVEL: 'silent',
  });
  const app = buildGateway({
    settings,
    accounts: new Accounts(settings.accounts),
    engine: new Engine({ client, taskQueue }),
    executions: new Executions(client, taskQueue),
    flows: new Flows(client),
    flowStore: new FlowStore(client, taskQueue),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    rpcs,
    close: async () => {
      await app.close();
      await connection.close();
    },
  };
}
