import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { readSettings, type Settings } from '../../config/settings';
import { installQuietRuntime } from './quiet-runtime';
import { startWorker, type RunningWorker } from '../../worker/run';
import { workflowBundle } from './bundle';
import { sharedTemporalServer, type TemporalServer } from './temporal-server';

export const ACCOUNT = `AC${'a'.repeat(32)}`;

/** Temporal, and workers where a test wants them: for what neither webhooks nor calls are needed. */
export class Stage {
  readonly logged: string[] = [];
  private readonly workers: RunningWorker[] = [];

  private constructor(
    readonly client: Client,
    readonly settings: Settings,
    private readonly server: TemporalServer,
  ) {}

  static async set(): Promise<Stage> {
    installQuietRuntime();
    const server = await sharedTemporalServer();
    const { address } = server;
    const settings = readSettings({
      TEMPORAL_ADDRESS: address,
      TWILIO_ACCOUNT_SID: ACCOUNT,
      TWILIO_AUTH_TOKEN: 'token',
      TASK_QUEUE: `test-${randomUUID()}`,
    });
    const connection = await Connection.connect({ address });
    return new Stage(new Client({ connection }), settings, server);
  }

  get address(): string {
    return this.server.address;
  }

  async startWorker(settings: Partial<Settings> = {}): Promise<RunningWorker> {
    const log = pino({}, { write: (line: string) => void this.logged.push(line) });
    const worker = await startWorker({ ...this.settings, ...settings }, log, await workflowBundle());
    this.workers.push(worker);
    return worker;
  }

  /** Workers that still run are stopped. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map(worker => worker.shutdown()));
    await this.client.connection.close();
    await this.server.stop();
  }
}
