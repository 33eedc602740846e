import { DefaultLogger, Runtime } from '@temporalio/worker';
import pino from 'pino';
import { readSettings, settingsHelp, SettingsError } from '../config/settings';
import { startWorker } from './run';

/** Temporal's levels as pino names them; what the SDK does without being asked is nothing that operators look for. */
const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(`Runs the worker: executions and their widgets.\n\n${settingsHelp()}`);
    return;
  }
  const settings = readSettings(process.env);
  const log = pino({ level: settings.logLevel, name: 'worker' });
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => log[LEVELS[level]](meta ?? {}, message)),
    // Signals are ours: turns and calls that are under way are finished first.
    shutdownSignals: [],
  });
  const worker = await startWorker(settings, log);
  log.info({ taskQueue: settings.taskQueue }, 'worker runs');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void worker.shutdown().catch(() => undefined));
  }
  await worker.ended;
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  // Temporal's runtime would keep a process alive that does nothing.
  process.exit(1);
});
