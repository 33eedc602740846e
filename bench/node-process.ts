import { join } from 'node:path';
import { startChild, type Child } from '../scripts/processes/child';
import { localEnvironment } from '../scripts/temporal/environment';
import { ACCOUNT_SID, AUTH_TOKEN } from './account';

export interface NodeProcess {
  name: string;
  /** Compiled, below the folder that everything is compiled to. */
  script: string;
  args?: string[];
  /** Of the Temporal server. */
  address: string;
  /** Base URL of the Twilio that it calls. */
  twilio: string;
  taskQueue: string;
  port: number;
}

/** Starts a part of the engine as production does, with the settings of a user who has set nothing else. */
export function startNode({
  name,
  script,
  args = [],
  address,
  twilio,
  taskQueue,
  port,
}: NodeProcess): Promise<Child> {
  return startChild(name, {
    command: process.execPath,
    // With the flags of this process, so that `node --cpu-prof` shows what each of them does.
    args: [...process.execArgv, join(__dirname, '..', script), ...args],
    env: {
      ...localEnvironment({ PATH: process.env['PATH'] }, address),
      ...{ HOST: '127.0.0.1', PORT: String(port), TASK_QUEUE: taskQueue },
      ...{ TWILIO_ACCOUNT_SID: ACCOUNT_SID, TWILIO_AUTH_TOKEN: AUTH_TOKEN, TWILIO_API_BASE_URL: twilio },
      // Calls are longer here than elsewhere, and more.
      ...{ MAX_STEPS: '1000000', RATE_LIMIT: '1000000', REST_RATE_LIMIT: '1000000' },
    },
  });
}
