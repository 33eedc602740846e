import type { Arguments } from './arguments';
import type { Control, PhoneBook } from '../book';
import { UsageError } from '../errors';

/**
 * The exchange that the called engine calls back by: that of the engine that runs here, where it is that one which is
 * called.
 * @throws UsageError where there is none for somebody who only wants to receive
 */
export function exchangeOf(
  { command, gateway, account, target }: Arguments,
  env: NodeJS.ProcessEnv,
  book: PhoneBook | undefined,
): Control | undefined {
  const elsewhere =
    (gateway?.replace(/\/$/, '') ?? book?.gateway) !== book?.gateway ||
    (account ?? env['TWILIO_ACCOUNT_SID'] ?? book?.accountSid) !== book?.accountSid ||
    /^https?:/.test(target ?? '');
  if (book?.exchange && !elsewhere) return book.exchange;
  if (command !== 'receive') return undefined;
  throw new UsageError(
    book
      ? 'nothing can be received: the engine calls Twilio itself, as it has an account of its own'
      : 'start the engine first: npm start',
  );
}
