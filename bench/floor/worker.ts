import pino from 'pino';
import { readSettings } from '../../config/settings';
import { writeBundle } from '../../worker/bundle';
import { startWorker } from '../../worker/run';

/** The engine's own worker with another workflow. Its argument is the file that the bundle is written to. */
async function main(codePath: string): Promise<void> {
  await writeBundle(codePath, require.resolve('./workflow'));
  const settings = readSettings(process.env);
  const worker = await startWorker(settings, pino({ level: settings.logLevel }), codePath);
  process.once('SIGTERM', () => void worker.shutdown().catch(() => undefined));
  await worker.ended;
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
