import type { Arguments } from './arguments';
import { bookPath, readBook } from '../book';
import { exchangeOf } from './exchange-of';
import { freshNumber } from '../fresh-number';
import type { Io } from './io';
import { print, printEnd } from './print';
import type { Happening, SessionRecord } from '../record';
import { checkWritable, writeRunFile } from '../run-file/write';
import { runSession } from '../session/run-session';
import { findTarget, type Target } from './target';
import { personOf, type Somebody } from './somebody';

/** The number that calls and writes unless told. */
const SOMEBODY = '+15557654321';
/** Milliseconds for which nothing must have come before a script is over, so that nothing is missed. */
export const QUIET = 1_000;

/**
 * Calls, chats or receives, by hand or by a script.
 * @returns exit status: 1 after an application error
 */
export async function use(args: Arguments, io: Io, interrupt: AbortController): Promise<number> {
  if (args.record !== undefined) await checkWritable(args.record);
  const book = await readBook(bookPath(io.env));
  const target = args.command === 'receive' ? undefined : await findTarget(args, io.env, book);
  const exchange = exchangeOf(args, io.env, book);
  const people = args.json ? io.stderr : io.stdout;
  const somebody = personOf(args, io.stdin, people, interrupt);
  const watch = (happening: Happening) => {
    if (somebody.echoes && (happening.kind === 'answer' || happening.kind === 'sent')) return;
    const text = print(happening, args);
    if (text !== undefined) somebody.print(text);
  };
  try {
    // What is written down is done again by somebody whom no flow has met.
    const from = args.from ?? (args.record === undefined ? SOMEBODY : freshNumber());
    const wholly = args.record !== undefined || args.command !== 'call';
    const quiet = wholly && args.script ? (io.quiet ?? QUIET) : 0;
    const { messagingService: messagingServiceSid } = args;
    const { person } = somebody;
    const ready = () => {
      if (args.command !== 'call') somebody.print(opening(from, target, exchange));
    };
    const record = await runSession(
      { from, person, target, messagingServiceSid, exchange, watch, quiet, ready },
      interrupt.signal,
    );
    conclude(record, somebody);
    if (args.json) io.stdout.write(`${JSON.stringify(record.call ?? record, null, 2)}\n`);
    if (args.record !== undefined) await writeRunFile(args.record, args, record);
    return hasFailed(record) ? 1 : 0;
  } finally {
    somebody.close();
  }
}

/** Without an exchange nothing reaches a chat but the answers to what it writes. */
function opening(from: string, target: Target | undefined, exchange: unknown): string {
  const what = target ? `writes to ${target.to}` : 'can be called and written to';
  return `[${from} ${what}${exchange ? '' : '; only TwiML can answer: the engine calls Twilio itself'}]`;
}

function conclude({ call }: SessionRecord, somebody: Somebody): void {
  if (call) somebody.print(printEnd(call));
  const unused = somebody.unused();
  if (unused > 0) somebody.print(`[answers that nothing asked for: ${unused}]`);
}

function hasFailed({ call, happenings }: SessionRecord): boolean {
  return call?.reason === 'application-error' || happenings.some(({ kind }) => kind === 'failed');
}
