import type { Arguments } from './arguments';
import type { PhoneBook } from '../book';
import { UsageError } from '../errors';
import { importFlow } from './flow-file';

/** Where a call goes. */
export interface Target {
  url: string;
  to: string;
  accountSid: string;
  authToken: string;
}

/** The number that is called where only a flow or a URL is named. */
const SOME_NUMBER = '+15551230000';
const NOT_STARTED = 'start the engine first: npm start';

/**
 * Finds the flow to call. Flags win over the environment, and both over the running engine.
 * @throws UsageError that says what is missing
 */
export async function findTarget(
  args: Arguments,
  env: NodeJS.ProcessEnv,
  book: PhoneBook | undefined,
): Promise<Target> {
  const accountSid = required(args.account ?? env['TWILIO_ACCOUNT_SID'] ?? book?.accountSid, '--account');
  const authToken = required(args.token ?? env['TWILIO_AUTH_TOKEN'] ?? book?.authToken, '--token');
  const called = (url: string, to = SOME_NUMBER): Target => ({ url, to, accountSid, authToken });
  const { target, flow } = args;
  if (target !== undefined && /^https?:\/\//.test(target)) return called(checked(target, 'the application'));

  const gateway = checked(required(args.gateway ?? book?.gateway, '--gateway'), '--gateway').replace(
    /\/$/,
    '',
  );
  const webhook = (flowSid: string) => `${gateway}/v1/Accounts/${accountSid}/Flows/${flowSid}`;
  if (flow !== undefined) {
    if (!book?.control)
      throw new UsageError(`--flow needs a running engine to take the file; ${NOT_STARTED}`);
    return called(webhook(await importFlow(flow, book.control)));
  }
  if (target === undefined) throw new UsageError(`which number? ${numbersOf(book)}`);
  if (/^FW/.test(target)) return called(webhook(target));
  const entry = book?.numbers[target];
  if (!entry) throw new UsageError(`nobody has the number ${target}. ${numbersOf(book)}`);
  return called(webhook(entry.flowSid), target);
}

function required(value: string | undefined, flag: string): string {
  if (value) return value;
  throw new UsageError(`${NOT_STARTED} (or name what to call with ${flag})`);
}

function checked(url: string, what: string): string {
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  throw new UsageError(`${what} must be an http or https URL, not ${url}`);
}

function numbersOf(book: PhoneBook | undefined): string {
  if (!book) return NOT_STARTED;
  const numbers = Object.entries(book.numbers).map(([number, { name }]) => `\n  ${number}  ${name}`);
  return numbers.length > 0 ? `The engine has:${numbers.join('')}` : 'The engine has no flows yet.';
}
