import { readArguments } from './cli/arguments';
import { check } from './cli/check';
import { use } from './cli/use';
import { PhoneError, UsageError } from './errors';
import { help } from './cli/help';
import type { Io } from './cli/io';

/**
 * The program `npm run phone`.
 * @returns its exit status: 0 it has ended normally, 1 an application error, 2 called wrongly, 3 not as in a file
 */
export async function run(argv: string[], io: Io, interrupt = new AbortController()): Promise<number> {
  try {
    const args = readArguments(argv);
    if (args.help) {
      io.stdout.write(help);
      return 0;
    }
    return await (args.command === 'check' ? check : use)(args, io, interrupt);
  } catch (error) {
    if (!(error instanceof PhoneError)) throw error;
    io.stderr.write(`${error.message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

if (require.main === module) {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort()); // the second one ends the program
  void run(process.argv.slice(2), process, interrupt).then(status => {
    process.exitCode = status;
  });
}
