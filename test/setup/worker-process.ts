import { DefaultLogger, Runtime } from '@temporalio/worker';
import pino from 'pino';
import { readSettings } from '../../config/settings';
import { startWorker } from '../../worker/run';

/** A worker that a test can kill: settings from the environment, the workflow bundle from the first argument. */
async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const worker = await startWorker(readSettings(process.env), pino({ level: 'error' }), process.argv[2]);
  process.once('SIGTERM', () => void worker.shutdown());
  console.log('ready');
  await worker.ended;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
