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
import { Exchange } from '../../phone/exchange/exchange';
import type { CallRecord } from '../../phone/record';
import { Script } from '../../phone/script';
import { saveFlow } from '../../store/save-flow';
import { validateDefinition } from '../../widgets/validate';
import { startWorker } from '../../worker/run';
import type { FlowSettings } from '../../workflows/flow-contract';
import { ACCOUNT, TOKEN } from './account';
import { workflowBundle } from './bundle';
import { Contact } from './contact';
import { Execution } from './execution';
import { startImpatientGateway } from './impatient-gateway';
import { installQuietRuntime } from './quiet-runtime';
import { startByRequest, type RequestOptions } from './request';
import { startGatewayProcess, type GatewayProcess } from './start-gateway-process';
import { startWorkerProcess, type WorkerProcess } from './start-worker-process';
import { newSid } from './sid';
import { sharedTemporalServer, startTemporalServer, type TemporalServer } from './temporal-server';

export { ACCOUNT, TOKEN } from './account';

/** Who calls and writes, and the number that is called, unless told. */
export const CONTACT = '+15557654321';
export const NUMBER = '+15551230001';

export interface EngineOptions {
  /** Published at once, by their SIDs, be they valid or not. */
  flows?: Record<string, JsonObject>;
  settings?: Partial<Settings>;
  /** One of the test's own, which the test stops; there is one for all otherwise. */
  temporal?: { address: string };
  /** Events after which Temporal suggests to begin a new run, on a server of the engine's own. */
  runLength?: number;
  /** `none`: the test starts them. */
  worker?: 'here' | 'none';
}

export interface Flow {
  sid: string;
  /** Its webhook. */
  url: string;
}

/** Gateway, worker, Temporal and the Twilio that they call, all real. */
export class Engine {
  readonly logs: string[] = [];
  url = '';
  /** The worker that was started with the engine. */
  worker = { shutdown: (): Promise<void> => Promise.resolve() };
  private readonly closers: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly settings: Settings,
    readonly temporal: { address: string },
    readonly client: Client,
    readonly exchange: Exchange,
    private readonly bundle: string,
  ) {}

  static async start(options: EngineOptions = {}): Promise<Engine> {
    installQuietRuntime();
    const { settings = {}, worker = 'here', runLength } = options;
    const own = options.temporal ? undefined : await temporalServer(runLength);
    const temporal = options.temporal ?? own ?? { address: '' };
    const exchange = await Exchange.start({ accountSid: ACCOUNT, authToken: TOKEN });
    const read = readSettings({
      ...environment(temporal.address, exchange.url),
      TASK_QUEUE: `test-${randomUUID()}`,
    });
    const connection = await Connection.connect({ address: temporal.address });
    const client = new Client({ connection });
    const engine = new Engine({ ...read, ...settings }, temporal, client, exchange, await workflowBundle());
    if (own) engine.onClose(() => own.stop());
    engine.onClose(() => connection.close());
    engine.onClose(() => exchange.close());
    if (worker === 'here') engine.worker = await engine.startWorker();
    engine.url = (await engine.startGateway()).url;
    for (const [sid, definition] of Object.entries(options.flows ?? {})) await engine.save(sid, definition);
    return engine;
  }

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
    const worker = await startWorkerProcess(this.environment(), this.bundle);
    this.onClose(() => worker.kill());
    return worker;
  }

  async startGatewayProcess(): Promise<GatewayProcess> {
    const gateway = await startGatewayProcess(this.environment());
    this.onClose(() => gateway.kill());
    return gateway;
  }

  /** Of a process of its own. */
  private environment(): NodeJS.ProcessEnv {
    const { taskQueue } = this.settings;
    return { ...environment(this.temporal.address, this.exchange.url), TASK_QUEUE: taskQueue };
  }

  /** Publishes a flow that the validator has nothing against. */
  async flow(
    definition: JsonObject,
    { sid = newSid('FW'), settings }: { sid?: string; settings?: FlowSettings } = {},
  ): Promise<Flow> {
    const problems = validateDefinition(definition, { flowSid: sid, flow: () => undefined });
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    await this.save(sid, definition, settings);
    return this.flowAt(sid);
  }

  private async save(flowSid: string, definition: JsonObject, settings?: FlowSettings): Promise<void> {
    await saveFlow(this.client, this.settings.taskQueue, {
      accountSid: ACCOUNT,
      flowSid,
      friendlyName: 'Test',
      status: 'published',
      definition,
      ...(settings && { settings }),
    });
  }

  flowAt(sid: string): Flow {
    return { sid, url: `${this.url}/v1/Accounts/${ACCOUNT}/Flows/${sid}` };
  }

  /** URL of a flow's webhook. */
  webhook(flowSid: string): string {
    return this.flowAt(flowSid).url;
  }

  /** A call that is yet to be placed. */
  phone(
    flow: Flow | string,
    answers: readonly string[] | CallOptions['answers'],
    more: Partial<CallOptions> = {},
  ): Call {
    return new Call({
      url: typeof flow === 'string' ? this.webhook(flow) : flow.url,
      accountSid: ACCOUNT,
      authToken: TOKEN,
      from: CONTACT,
      to: NUMBER,
      answers: Array.isArray(answers) ? new Script(answers as string[]) : (answers as CallOptions['answers']),
      exchange: this.exchange,
      ...more,
    });
  }

  call(
    flow: Flow | string,
    answers: readonly string[] | CallOptions['answers'] = [],
    more: Partial<CallOptions> = {},
  ): Promise<CallRecord> {
    return this.phone(flow, answers, more).place();
  }

  /** Somebody who writes to a number that leads to a flow. */
  contact(flow: Flow, parties: { from?: string; to?: string; messagingServiceSid?: string } = {}): Contact {
    const contact = new Contact(this.exchange, flow.url, { from: CONTACT, to: NUMBER, ...parties });
    this.onClose(() => contact.close());
    return contact;
  }

  /** Starts an execution that nobody has called or written to. */
  async request(
    flow: Flow,
    { from = NUMBER, to = CONTACT, parameters = {} }: Partial<RequestOptions> = {},
  ): Promise<Execution> {
    const { client, settings } = this;
    const options = { flowSid: flow.sid, webhookUrl: flow.url, from, to, parameters };
    return new Execution(client, await startByRequest(client, settings.taskQueue, options));
  }

  /** @param key CallSid, or what else comes after the flow in the workflow id */
  execution(flow: Flow | string, key = `${NUMBER}/${CONTACT}`): Execution {
    return new Execution(this.client, `${typeof flow === 'string' ? flow : flow.sid}/${key}`);
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

function temporalServer(runLength?: number): Promise<TemporalServer> {
  if (runLength === undefined) return sharedTemporalServer();
  return startTemporalServer({ config: [`limit.historyCount.suggestContinueAsNew=${runLength}`] });
}

function environment(address: string, twilio: string): NodeJS.ProcessEnv {
  return {
    TEMPORAL_ADDRESS: address,
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_API_BASE_URL: twilio,
    HOST: '127.0.0.1',
    PORT: '0',
    APOLOGY: 'We are sorry',
  };
}

function onlyOnce(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
}
