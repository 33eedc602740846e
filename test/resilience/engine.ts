import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Client, Connection, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { FastifyBaseLogger } from 'fastify';
import pino, { type Logger } from 'pino';
import { readSettings, type Settings } from '../../config/settings';
import type { JsonObject } from '../../flow/json';
import { createLogger } from '../../gateway/logger';
import { startGateway, type RunningGateway } from '../../gateway/server';
import { buildGateway } from '../../gateway/app';
import { connect } from '../../gateway/connection';
import { Engine as EngineClient } from '../../gateway/engine';
import { Accounts } from '../../config/accounts';
import { Flows } from '../../store/flows';
import { Call, type CallOptions } from '../../phone/call';
import type { CallRecord } from '../../phone/record';
import { Script } from '../../phone/script';
import { saveFlow } from '../../store/save-flow';
import { validateDefinition } from '../../widgets/validate';
import { startWorker } from '../../worker/run';
import type { Context } from '../../flow/context';
import type { ExecutionResult, Step } from '../../workflows/contract';
import { searchAttributes } from '../../workflows/search-attributes';
import { workflowBundle } from '../setup/bundle';
import { sharedTemporalServer, type TemporalServer } from '../setup/temporal-server';

export const ACCOUNT = `AC${'a'.repeat(32)}`;
export const TOKEN = 'the-auth-token-of-the-tests';

export interface EngineOptions {
  settings?: Partial<Settings>;
  /** One of the test's own; started and stopped with the engine unless given. */
  temporal?: TemporalServer;
  /** `none`: the test starts them. */
  worker?: 'here' | 'none';
  /** Milliseconds that the gateway waits for a turn. */
  patience?: number;
}

export interface Flow {
  sid: string;
  /** Its webhook. */
  url: string;
}

/** A worker as a process of its own. */
export interface WorkerProcess {
  /** SIGKILL: it does not get to say good-bye. */
  kill(): Promise<void>;
  stop(): Promise<void>;
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
    const { settings = {}, temporal, worker = 'here', patience } = options;
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
    engine.url = (await engine.startGateway(patience)).url;
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
      : this.impatientGateway(patience, logger));
    const close = onlyOnce(() => gateway.close());
    this.onClose(close);
    return { url: gateway.url, close };
  }

  private async impatientGateway(patience: number, logger: FastifyBaseLogger): Promise<RunningGateway> {
    const { settings } = this;
    const connection = connect(settings.temporal);
    const client = new Client({ connection });
    const app = buildGateway({
      settings,
      accounts: new Accounts(settings.accounts),
      engine: new EngineClient({ client, taskQueue: settings.taskQueue, patience }),
      flows: new Flows(client),
      logger,
    });
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    return {
      url,
      async close() {
        await app.close();
        await connection.close();
      },
    };
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
    const child = spawn(
      process.execPath,
      [
        '--require',
        join(__dirname, 'register-typescript.js'),
        join(__dirname, 'worker-process.ts'),
        this.bundle,
      ],
      {
        env: { ...process.env, ...environment(this.temporal.address), TASK_QUEUE: this.settings.taskQueue },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const ended = once(child, 'exit');
    await untilReady(child);
    const stop = async (signal: NodeJS.Signals): Promise<void> => {
      child.kill(signal);
      await ended;
    };
    this.onClose(() => stop('SIGKILL'));
    return { kill: () => stop('SIGKILL'), stop: () => stop('SIGTERM') };
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

/** What an operator sees of an execution. */
export class Execution {
  readonly handle: WorkflowHandleWithFirstExecutionRunId | ReturnType<Client['workflow']['getHandle']>;

  constructor(
    client: Client,
    readonly workflowId: string,
  ) {
    this.handle = client.workflow.getHandle(workflowId);
  }

  /** Waits for its end. */
  result(): Promise<ExecutionResult> {
    return this.handle.result() as Promise<ExecutionResult>;
  }

  twiml(): Promise<string> {
    return this.handle.query<string>('twiml');
  }

  steps(): Promise<Step[]> {
    return this.handle.query<Step[]>('steps');
  }

  context(): Promise<Context> {
    return this.handle.query<Context>('context');
  }

  /** The search attribute, as an operator finds it. */
  async endedReason(): Promise<string | undefined> {
    const { typedSearchAttributes } = await this.handle.describe();
    return typedSearchAttributes.get(searchAttributes.endedReason);
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

let installed = false;

export function installQuietRuntime(): void {
  if (!installed)
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      shutdownSignals: [],
      telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    });
  installed = true;
}

function onlyOnce(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
}

async function untilReady({ stdout }: ChildProcess): Promise<void> {
  for await (const chunk of stdout ?? []) if (String(chunk).includes('ready')) return;
  throw new Error('the worker process did not start');
}
