import pino from 'pino';
import { readSettings, settingsHelp, SettingsError } from '../config/settings';
import { startWorker } from './run';
import { installRuntime } from './runtime';

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(`Runs the worker: executions and their widgets.\n\n${settingsHelp()}`);
    return;
  }
  const settings = readSettings(process.env);
  const log = pino({ level: settings.logLevel, name: 'worker' });
  installRuntime(log);
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
