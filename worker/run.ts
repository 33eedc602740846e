import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities } from '../activities';
import { Accounts } from '../config/accounts';
import type { Settings } from '../config/settings';
import { Flows } from '../store/flows';
import { removeRevisions } from '../store/remove-revisions';
import { tellOfMissing } from '../store/search-attributes';
import { workflowCode } from './bundle';
import { importFolder } from './import-folder';

export interface RunningWorker {
  /** Ends after the turns and calls that are under way; rejects when the worker has failed. */
  readonly ended: Promise<void>;
  shutdown(): Promise<void>;
}

/** Milliseconds that calls to the outside may take to finish when the worker is told to stop. */
const GRACE = 20_000;

/** Starts a worker for executions, flows and revisions; and the import of FLOWS_DIR, where that is set. */
export async function startWorker(
  settings: Settings,
  log: Logger,
  codePath?: string,
): Promise<RunningWorker> {
  const { connectionOptions, namespace = 'default' } = settings.temporal;
  const connection = await NativeConnection.connect(connectionOptions);
  const client = new Client({ connection, namespace });
  const accounts = new Accounts(settings.accounts);
  const activities = createActivities({
    ...{ settings, accounts, log },
    flows: new Flows(client),
    care: { removeRevisions: removal => removeRevisions(client, removal) },
  });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: settings.taskQueue,
    ...workflowCode(codePath),
    activities: activities.functions,
    // A killed worker's calls go on with another after this long, instead of ten seconds.
    stickyQueueScheduleToStartTimeout: '1s',
    maxCachedWorkflows: 2000,
    maxConcurrentWorkflowTaskExecutions: 200,
    workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 20 },
    maxConcurrentLocalActivityExecutions: 200,
    maxConcurrentActivityTaskExecutions: 200,
    shutdownGraceTime: GRACE,
    shutdownForceTime: GRACE + 5000,
  });
  const running = worker.run();
  void tellOfMissing(settings.temporal, message => log.error(message));
  const folder = importFolder({ settings, client, log });
  const ended = running.finally(async () => {
    await folder?.close();
    await activities.close();
    await connection.close();
  });
  return {
    ended,
    async shutdown() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}
