import { parseArgs } from 'node:util';
import { settingsHelp } from '../../config/settings';

export interface StartOptions {
  help: boolean;
  /** Forget the flows and executions of earlier starts. */
  fresh: boolean;
}

/** @throws TypeError for an option that there is not */
export function readOptions(argv: string[]): StartOptions {
  const { values } = parseArgs({
    args: argv,
    options: { help: { type: 'boolean', default: false }, fresh: { type: 'boolean', default: false } },
  });
  return values;
}

export const startHelp = `Usage: npm start [-- options]

Starts everything on this machine: Temporal with its Web UI, a worker, a gateway, the sample flows of
examples/flows (or those of FLOWS_DIR) and the application that they call. Ports that are busy are passed over.

  --fresh   forget the flows and executions of earlier starts
  --help

With TEMPORAL_ADDRESS set, that server is used and none is started. Without an account, one is made up, and unless
TWILIO_API_BASE_URL is set, messages and calls go to the phone: see npm run phone -- --help.

${settingsHelp()}`;
