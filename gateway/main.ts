import closeWithGrace from 'close-with-grace';
import { readSettings, settingsHelp, SettingsError } from '../config/settings';
import { startGateway } from './server';

/** Milliseconds for turns that are under way: somewhat more than one may take. */
const GRACE = 15_000;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(`Serves the webhooks of Twilio.\n\n${settingsHelp()}`);
    return;
  }
  const settings = readSettings(process.env);
  const gateway = await startGateway(settings);
  closeWithGrace({ delay: GRACE }, ({ err }) => {
    if (err) console.error(err);
    return gateway.close();
  });
  console.log(`Gateway: ${gateway.url}${settings.publicUrl ? `, for Twilio ${settings.publicUrl}` : ''}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exitCode = 1;
});
