import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { Client, Connection } from '@temporalio/client';
import type { FastifyBaseLogger } from 'fastify';
import pino, { type Logger } from 'pino';
import { readSettings, type Settings } from '../../config/settings';
import type { JsonObject } from '../../flow/json';
import { createLogger } from '../../gateway/logger';
import { startGateway, type RunningGateway } from '../../gateway/server';
import { Call, type CallOptions } from '../../phone/call';
import type { CallRecord } from '../../phone/record';
import { Script } from '../../phone/script';
import { saveFlow } from '../../store/save-flow';
import { validateDefinition } from '../../widgets/validate';
import { startWorker } from '../../worker/run';
import { workflowBundle } from '../setup/bundle';
import { sharedTemporalServer, type TemporalServer } from '../setup/temporal-server';
import { Execution } from './execution';
import { startImpatientGateway } from './impatient-gateway';
import { installQuietRuntime } from './quiet-runtime';
import { startWorkerProcess, type WorkerProcess } from './start-worker-process';

export const ACCOUNT = `AC${'a'.repeat(32)}`;
export const TOKEN = 'the-auth-token-of-the-tests';

export interface EngineOptions {
  settings?: Partial<Settings>;
  /** One of the test's own, which the test stops. */
  temporal?: TemporalServer;
  /** `none`: the test starts them. */
  worker?: 'here' | 'none';
}

export interface Flow {
  sid: string;
  /** Its webhook. */
  url: string;
}

/** Gateway, worker and Temporal, all real. */
export class Engine {
  readonly logs: string[] = [];
  private readonly closers: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly settings: Settings,
    readonly temporal: TemporalServer,
    readonly client: Client,
    private readonly bundle: string,
  ) {}

  static async start(options: EngineOptions = {}): Promise<Engine> {
    installQuietRuntime();
    const { settings = {}, temporal, worker = 'here' } = options;
    const server = temporal ?? (await sharedTemporalServer());
    const read = readSettings({ ...environment(server.address), TASK_QUEUE: `test-${randomUUID()}` });
    const connection = await Connection.connect({ address: server.address });
    const engine = new Engine(
      { ...read, ...settings },
      server,
      new Client({ connection }),
      await workflowBundle(),
    );
    if (!temporal) engine.onClose(() => server.stop());
    engine.onClose(() => connection.close());
    if (worker === 'here') engine.worker = await engine.startWorker();
    engine.url = (await engine.startGateway()).url;
    return engine;
  }

  url = '';
  /** The worker that was started with the engine. */
  worker = { shutdown: (): Promise<void> => Promise.resolve() };

  /** @param patience milliseconds that it waits for a turn, where ten seconds are too long for a test */
  async startGateway(patience?: number): Promise<RunningGateway> {
    const logger = createLogger('trace', this.logStream()) as FastifyBaseLogger;
    const gateway = await (patience === undefined
      ? startGateway(this.settings, logger)
      : startImpatientGateway(this.settings, patience, logger));
    const close = onlyOnce(() => gateway.close());
    this.onClose(close);
    return { url: gateway.url, close };
  }

  /** In this process. */
  async startWorker(): Promise<{ shutdown(): Promise<void> }> {
    const log: Logger = pino({ level: 'trace' }, this.logStream());
    const worker = await startWorker(this.settings, log, this.bundle);
    const shutdown = onlyOnce(() => worker.shutdown());
    this.onClose(shutdown);
    return { shutdown };
  }

  async startWorkerProcess(): Promise<WorkerProcess> {
    const { taskQueue } = this.settings;
    const env = { ...environment(this.temporal.address), TASK_QUEUE: taskQueue };
    const worker = await startWorkerProcess(env, this.bundle);
    this.onClose(() => worker.kill());
    return worker;
  }

  /** Publishes a flow that the validator has nothing against. */
  async flow(definition: JsonObject): Promise<Flow> {
    const sid = `FW${randomUUID().replaceAll('-', '')}`;
    const problems = validateDefinition(definition, { flowSid: sid, flow: () => undefined });
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    const flow = {
      accountSid: ACCOUNT,
      flowSid: sid,
      friendlyName: 'Test',
      status: 'published',
      definition,
    } as const;
    await saveFlow(this.client, this.settings.taskQueue, flow);
    return this.flowAt(sid);
  }

  flowAt(sid: string): Flow {
    return { sid, url: `${this.url}/v1/Accounts/${ACCOUNT}/Flows/${sid}` };
  }

  /** A call that is yet to be placed. */
  phone(
    flow: Flow,
    answers: readonly string[] | CallOptions['answers'],
    more: Partial<CallOptions> = {},
  ): Call {
    return new Call({
      url: flow.url,
      accountSid: ACCOUNT,
      authToken: TOKEN,
      from: '+15551110001',
      to: '+15552220002',
      answers: Array.isArray(answers) ? new Script(answers as string[]) : (answers as CallOptions['answers']),
      ...more,
    });
  }

  call(flow: Flow, answers: readonly string[], more: Partial<CallOptions> = {}): Promise<CallRecord> {
    return this.phone(flow, answers, more).place();
  }

  execution(flow: Flow, callSid: string): Execution {
    return new Execution(this.client, `${flow.sid}/${callSid}`);
  }

  onClose(close: () => Promise<unknown>): void {
    this.closers.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.closers.reverse()) await close();
  }

  private logStream(): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.logs.push(chunk.toString());
        done();
      },
    });
  }
}

function environment(address: string): NodeJS.ProcessEnv {
  return {
    TEMPORAL_ADDRESS: address,
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    HOST: '127.0.0.1',
    PORT: '0',
    APOLOGY: 'We are sorry',
  };
}

function onlyOnce(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
}
