import closeWithGrace from 'close-with-grace';
import { readSettings, settingsHelp, SettingsError } from '../config/settings';
import { createLogger } from './logger';
import { startGateway } from './server';

/** Milliseconds for turns that are under way: somewhat more than one may take. */
const GRACE = 15_000;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(`Serves the webhooks of Twilio.\n\n${settingsHelp()}`);
    return;
  }
  const settings = readSettings(process.env, 'gateway');
  const log = createLogger(settings.logLevel);
  const gateway = await startGateway(settings, log);
  closeWithGrace({ delay: GRACE, logger: log }, ({ err }) => {
    if (err) log.fatal(err);
    return gateway.close();
  });
  log.info({ url: gateway.url, publicUrl: settings.publicUrl }, 'gateway runs');
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exitCode = 1;
});
