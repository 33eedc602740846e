import { access, constants, open, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import type { Arguments } from '../cli/arguments';
import { UsageError } from '../errors';
import type { SessionRecord } from '../record';
import { eventsOf } from './events';
import type { RunFile } from './schema';

/**
 * Asks beforehand, since what has been typed by then would be lost. Nothing is made or changed yet.
 * @throws UsageError where the file cannot be written
 */
export async function checkWritable(path: string): Promise<void> {
  const file = resolve(path);
  try {
    await (await open(file, constants.O_WRONLY)).close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unwritable(path, error);
    await access(dirname(file), constants.W_OK).catch((reason: unknown) => {
      throw unwritable(path, reason);
    });
  }
}

/** Writes down what has happened. @throws UsageError where the file cannot be written */
export async function writeRunFile(
  path: string,
  args: Pick<Arguments, 'command' | 'target' | 'flow' | 'from' | 'messagingService'>,
  { from, happenings }: SessionRecord,
): Promise<void> {
  const { command, target, flow, messagingService } = args;
  const madeUp = args.from === undefined;
  const run: RunFile = {
    version: 1,
    does: command === 'check' ? 'call' : command,
    ...(target !== undefined && { to: target }),
    // From where the file is, and the same on every machine.
    ...(flow !== undefined && {
      flow: relative(dirname(resolve(path)), resolve(flow))
        .split(sep)
        .join('/'),
    }),
    ...(!madeUp && { from }),
    ...(messagingService !== undefined && { messagingService }),
    events: eventsOf(happenings, { from, madeUp, calling: command === 'call' }),
  };
  try {
    await writeFile(path, `${JSON.stringify(run, null, 2)}\n`);
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): UsageError {
  return new UsageError(`${path} cannot be written: ${(error as Error).message}`);
}
