import { help, readArguments, type Arguments } from './arguments';
import { bookPath, readBook } from './book';
import { placeCall } from './call';
import { PhoneError, UsageError } from './errors';
import { print, printEnd } from './print';
import type { CallRecord, Happening } from './record';
import { Script } from './script';
import { findTarget } from './target';
import { Terminal } from './terminal';

/** What the program has of the world. */
export interface Io {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
  env: NodeJS.ProcessEnv;
}

/**
 * The program `npm run phone`.
 * @returns its exit status: 0 the call has ended normally, 1 an application error, 2 called wrongly
 */
export async function run(argv: string[], io: Io, interrupt = new AbortController()): Promise<number> {
  try {
    const args = readArguments(argv);
    if (args.help) {
      io.stdout.write(help);
      return 0;
    }
    const record = await call(args, io, interrupt);
    return record.reason === 'application-error' ? 1 : 0;
  } catch (error) {
    if (!(error instanceof PhoneError)) throw error;
    io.stderr.write(`${error.message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function call(args: Arguments, io: Io, interrupt: AbortController): Promise<CallRecord> {
  const target = await findTarget(args, io.env, await readBook(bookPath(io.env)));
  const people = args.json ? io.stderr : io.stdout;
  const realTime = !args.script && !args.fast;
  const onInterrupt = () => interrupt.abort();
  const answers = args.script
    ? new Script(args.script)
    : new Terminal(io.stdin, people, { realTime, onInterrupt });
  const echoed = answers instanceof Terminal && io.stdin.isTTY === true;
  const watch = (happening: Happening) => {
    if (echoed && happening.kind === 'answer') return;
    const lines = print(happening, args);
    if (lines !== undefined) people.write(`${lines}\n`);
  };
  try {
    const record = await placeCall({
      ...target,
      from: args.from,
      answers,
      realTime,
      signal: interrupt.signal,
      watch,
    });
    people.write(`${printEnd(record)}\n`);
    if (answers instanceof Script && answers.unused > 0) {
      people.write(`[answers that nothing asked for: ${answers.unused}]\n`);
    }
    if (args.json) io.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
    return record;
  } finally {
    if (answers instanceof Terminal) answers.close();
  }
}

if (require.main === module) {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort()); // the second one ends the program
  void run(process.argv.slice(2), process, interrupt).then(status => {
    process.exitCode = status;
  });
}
