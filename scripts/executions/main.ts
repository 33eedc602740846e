import { activeExecutions } from './active-executions';
import { end, executions } from './end';
import type { Io } from './io';
import { list } from './list';
import { help, readOptions, UsageError } from './options';
import { activeQuery } from './query';
import { reasonOf } from '../temporal/reason';
import { connectTemporal } from '../temporal/connect';

/**
 * The program `npm run executions`.
 * @returns its exit status
 */
export async function run(argv: string[], io: Io): Promise<number> {
  try {
    const options = readOptions(argv);
    if (!options) {
      io.stdout.write(help);
      return 0;
    }
    if (options.command === 'end' && !options.dryRun && !options.yes && !io.stdin.isTTY) {
      throw new UsageError('Nobody can be asked here: add --yes, or --dry-run.');
    }
    const temporal = await connectTemporal(io.env);
    try {
      const found = activeExecutions(temporal.client, activeQuery(options.filter));
      if (options.command === 'end') return await end(temporal, found, options, io);
      const count = await list(temporal.client, found, options.json, io);
      io.stderr.write(`${executions(count)} active (${temporal.name})\n`);
      return 0;
    } finally {
      await temporal.client.connection.close();
    }
  } catch (error) {
    const wrong = error instanceof UsageError;
    io.stderr.write(`${reasonOf(error)}\n`);
    if (wrong) io.stderr.write('npm run executions -- --help tells more.\n');
    return wrong ? 2 : 1;
  }
}

if (require.main === module) {
  // Whoever reads has seen enough, as `| head` has.
  process.stdout.once('error', () => process.exit(0));
  void run(process.argv.slice(2), process).then(status => {
    process.exitCode = status;
  });
}
