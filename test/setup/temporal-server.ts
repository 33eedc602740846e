import { anyFreePort } from '../../scripts/processes/free-port';
import { findCli } from '../../scripts/temporal/cli';
import { startDevServer, type DevServerOptions } from '../../scripts/temporal/dev-server';

export interface TemporalServer {
  address: string;
  stop(): Promise<void>;
}

/** The one that all tests of a run share (see global-setup.ts); of the test's own where there is no run. */
export async function sharedTemporalServer(): Promise<TemporalServer> {
  const address = process.env['TEST_TEMPORAL_ADDRESS'];
  return address === undefined ? startTemporalServer() : { address, stop: () => Promise.resolve() };
}

/** A server of the test's own: one that is stopped, or has other limits than the shared one. */
export async function startTemporalServer(
  options: Partial<Pick<DevServerOptions, 'port' | 'file' | 'config'>> = {},
): Promise<TemporalServer> {
  const port = options.port ?? (await anyFreePort());
  const { address, child } = await startDevServer({ ...options, cli: await findCli(), port });
  // Nobody needs what it would write at its end.
  return { address, stop: () => child.stop(0) };
}
