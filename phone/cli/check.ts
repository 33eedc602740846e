import { dirname, join } from 'node:path';
import type { Arguments } from './arguments';
import { bookPath, type PhoneBook, readBook } from '../book';
import { PhoneError, UsageError } from '../errors';
import { exchangeOf } from './exchange-of';
import { freshNumber } from '../fresh-number';
import type { Io } from './io';
import { print } from './print';
import type { Happening } from '../record';
import { compare, describeDifference } from '../run-file/compare';
import { eventsOf } from '../run-file/events';
import { readRunFile } from '../run-file/read';
import { replay } from '../run-file/replay';
import type { RunFile } from '../run-file/schema';
import type { Person } from '../session/person';
import { runSession } from '../session/run-session';
import { findTarget } from './target';
import { QUIET } from './use';

interface Job {
  path: string;
  run: RunFile;
  /** Somebody whom no flow has met, unless the file names somebody. */
  from: string;
  person: Person;
}

interface World {
  args: Arguments;
  io: Io;
  book: PhoneBook | undefined;
  signal: AbortSignal;
}

/**
 * Does again what files tell, one after another, and says what has become different.
 * @returns exit status: 3 where something has
 * @throws UsageError for a file that cannot be done again, before anything is
 */
export async function check(args: Arguments, io: Io, { signal }: AbortController): Promise<number> {
  const book = await readBook(bookPath(io.env));
  const jobs: Job[] = [];
  for (const path of args.files) jobs.push(await read(path));
  let differs = false;
  for (const job of jobs) {
    if (signal.aborted) break;
    const complaints = await checkOne(job, { args, io, book, signal });
    differs ||= complaints.length > 0;
    const verdict = complaints.length === 0 ? 'as expected' : 'not as expected';
    io.stdout.write([`${job.path}: ${verdict}`, ...complaints, ''].join('\n'));
  }
  return differs ? 3 : 0;
}

async function read(path: string): Promise<Job> {
  const run = await readRunFile(path);
  const from = run.from ?? freshNumber();
  try {
    return { path, run, from, person: replay(run, from) };
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${path}: ${error.message}`) : error;
  }
}

async function checkOne({ path, run, from, person }: Job, world: World): Promise<string[]> {
  const { args, io, book, signal } = world;
  const { does: command, to: target, messagingService: messagingServiceSid } = run;
  const flow = run.flow === undefined ? undefined : join(dirname(path), run.flow);
  const called = { ...args, command, target, flow };
  const happenings: Happening[] = [];
  const engagement = {
    from,
    person,
    messagingServiceSid,
    target: command === 'receive' ? undefined : await findTarget(called, io.env, book),
    exchange: exchangeOf(called, io.env, book),
    quiet: io.quiet ?? QUIET,
    watch: (happening: Happening) => {
      happenings.push(happening);
      const text = args.verbose ? print(happening, args) : undefined;
      if (text !== undefined) io.stdout.write(`${text}\n`);
    },
  };
  const problem = await runSession(engagement, signal).then(() => undefined, givenUp);
  const got = eventsOf(happenings, { from, madeUp: run.from === undefined, calling: command === 'call' });
  const differences = compare(run.events, got).map(describeDifference);
  return [...(problem === undefined ? [] : [`  ${problem}`]), ...differences];
}

/** Why a run has not come to its end. @throws where that is nobody's but the caller's fault */
function givenUp(error: unknown): string {
  if (error instanceof PhoneError && !(error instanceof UsageError)) return error.message;
  throw error;
}
