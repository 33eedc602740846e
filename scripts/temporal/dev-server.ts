import type { ClientConnectConfig } from '@temporalio/envconfig';
import { startChild, type Child, type ChildOptions } from '../processes/child';
import { localEnvironment } from './environment';
import { searchAttributeFlags } from './search-attributes';
import { waitUntilServing } from './serving';

export interface DevServer {
  /** host:port of its gRPC service. */
  address: string;
  child: Child;
}

export interface DevServerOptions {
  /** The `temporal` command. */
  cli: string;
  port: number;
  /** Without one there is no Web UI. */
  uiPort?: number;
  /** SQLite file that its state survives in; without one it is kept in memory. */
  file?: string;
  /** Further dynamic configuration, such as `limit.historyCount.suggestContinueAsNew=60`. */
  config?: readonly string[];
}

/**
 * The server lets each of its queues be asked 20 times a second, which makes a workflow task wait for up to 50 ms
 * as soon as there is some load.
 */
const POLLS_PER_SECOND = 1000;
/** What is deleted is not gone before the server has noted how far it is, every 30 s unless told. */
const NOTED_EVERY = '1s';

/** The server looks for ports of its parts by itself, and panics where somebody else takes one before it does. */
const ATTEMPTS = 3;

/** Starts Temporal's development server, and waits until it serves. */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  for (let attempt = 1; ; attempt += 1) {
    const child = await startChild('Temporal', commandOf(options));
    const address = `127.0.0.1:${options.port}`;
    const temporal: ClientConnectConfig = { connectionOptions: { address }, namespace: 'default' };
    const over = new AbortController();
    const serving = waitUntilServing(temporal, undefined, over.signal).catch(async (error: unknown) => {
      await child.stop();
      throw error;
    });
    const how = await Promise.race([serving, child.ended]);
    if (how === undefined) return { address, child };
    over.abort();
    if (attempt === ATTEMPTS) {
      throw new Error([`Temporal did not start (${how}):`, ...child.lastLines()].join('\n'));
    }
  }
}

function commandOf({ cli, port, uiPort, file, config = [] }: DevServerOptions): ChildOptions {
  const tuning = [
    ...['transfer', 'timer'].map(name => `history.${name}ProcessorMaxPollRPS=${POLLS_PER_SECOND}`),
    `history.transferProcessorUpdateAckInterval="${NOTED_EVERY}"`,
  ];
  return {
    command: cli,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'error'],
      ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
      ...(file === undefined ? [] : ['--db-filename', file]),
      ...[...tuning, ...config].flatMap(value => ['--dynamic-config-value', value]),
      ...searchAttributeFlags(),
    ],
    env: localEnvironment(process.env),
  };
}
