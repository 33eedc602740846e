import { diff } from './diff';
import { exportAll } from './export';
import { importAll } from './import';
import type { Io } from './io';
import { help, readOptions, UsageError, type Options } from './options';
import { connect, type Place } from './temporal';
import { validate } from './validate';

/**
 * The program `npm run flows`.
 * @returns its exit status
 */
export async function run(argv: string[], io: Io): Promise<number> {
  try {
    const options = readOptions(argv);
    if (options) return await carryOut(options, io);
    io.stdout.write(help);
    return 0;
  } catch (error) {
    io.stderr.write(`${(error as Error).message}\n`);
    if (error instanceof UsageError) io.stderr.write('npm run flows -- --help tells more.\n');
    return 2;
  }
}

async function carryOut(options: Options, io: Io): Promise<number> {
  if (options.command === 'validate') return validate(options.files, io);
  const place = await connect(io.env, options.account);
  try {
    return await commandOf(options, place, io);
  } finally {
    await place.client.connection.close();
  }
}

function commandOf(
  options: Exclude<Options, { command: 'validate' }>,
  place: Place,
  io: Io,
): Promise<number> {
  switch (options.command) {
    case 'import':
      return importAll(place, options, io);
    case 'export':
      return exportAll(place, options, io);
    case 'diff':
      return diff(place, options, io);
  }
}

if (require.main === module) {
  // Whoever reads has seen enough, as `| head` has.
  process.stdout.once('error', () => process.exit(0));
  void run(process.argv.slice(2), process).then(status => {
    process.exitCode = status;
  });
}
