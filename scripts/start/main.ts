import { SettingsError } from '../../config/settings';
import { Interrupted } from '../bootstrap/command';
import { Belongings } from './belongings';
import { startEverything } from './everything';
import { readOptions, startHelp, type StartOptions } from './options';

async function main({ help, fresh }: StartOptions): Promise<void> {
  if (help) {
    console.log(startHelp);
    return;
  }
  const belongings = new Belongings(process.env['LOG_LEVEL'] !== undefined);
  const interrupted = untilInterrupted();
  try {
    await Promise.race([interrupted, belongings.failed, startEverything(process.env, fresh, belongings)]);
    await Promise.race([interrupted, belongings.failed]);
  } finally {
    await belongings.close();
  }
}

/** Rejects when the user has enough; a second Ctrl-C waits for nobody. */
function untilInterrupted(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        console.log('\nEnding …');
        reject(new Interrupted(signal));
      });
    }
  });
}

function tell(error: unknown): void {
  if (error instanceof Interrupted) return;
  console.error(error instanceof Error && !isBug(error) ? error.message : error);
  process.exitCode = 1;
}

/** What users can mend is told in a sentence; only what they cannot needs a stack. */
function isBug(error: Error): boolean {
  return !(error instanceof SettingsError) && error.constructor !== Error;
}

function options(): StartOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${startHelp}`);
    process.exit(1);
  }
}

void main(options())
  .catch(tell)
  // Connections that are still being made would keep it waiting.
  .finally(() => process.exit());
