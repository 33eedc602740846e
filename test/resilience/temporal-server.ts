import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { anyFreePort } from '../../scripts/processes/free-port';
import { findCli } from '../../scripts/temporal/cli';
import { searchAttributeFlags } from '../../scripts/temporal/search-attributes';
import { waitUntilServing } from '../../scripts/temporal/serving';

export interface TemporalServer {
  address: string;
  stop(): Promise<void>;
}

export interface ServerOptions {
  port?: number;
  /** SQLite file that its state survives in. */
  file?: string;
  /** Dynamic configuration, such as `limit.historyCount.suggestContinueAsNew=60`. */
  config?: readonly string[];
}

/** A dev server of the test's own: one that is stopped, or has other limits than the one that all share. */
export async function startTemporalServer(options: ServerOptions = {}): Promise<TemporalServer> {
  const cli = await findCli();
  const port = options.port ?? (await anyFreePort());
  const config = [
    'history.transferProcessorMaxPollRPS=1000',
    'history.timerProcessorMaxPollRPS=1000',
    ...(options.config ?? []),
  ];
  const child: ChildProcess = spawn(
    cli,
    [
      ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port)],
      ...['--log-level', 'never'],
      ...(options.file === undefined ? [] : ['--db-filename', options.file]),
      ...config.flatMap(value => ['--dynamic-config-value', value]),
      ...searchAttributeFlags(),
    ],
    { stdio: 'ignore' },
  );
  await once(child, 'spawn');
  const ended = once(child, 'exit');
  const address = `127.0.0.1:${port}`;
  await waitUntilServing({ connectionOptions: { address }, namespace: 'default' });
  return {
    address,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
