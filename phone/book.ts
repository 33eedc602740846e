import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from './errors';

/** What a running engine tells the phone: where it is, whose account it serves, which flow a number leads to. */
export interface PhoneBook {
  /** URL of the gateway. */
  gateway: string;
  accountSid: string;
  authToken: string;
  /** By E.164 number. */
  numbers: Record<string, { flowSid: string; name: string }>;
  /** Where flow files can be handed in; only on this machine. */
  control?: Control;
  /** The Twilio that the engine calls, and telephones with it: see desk/routes.ts. */
  exchange?: Control;
}

/** URLs below `url` are asked for with `Authorization: Bearer <token>`; flows are handed in at `POST <url>/flows`. */
export interface Control {
  url: string;
  token: string;
}

/** `npm start` writes the book here, readable by its user alone. */
export function bookPath(env: NodeJS.ProcessEnv): string {
  return join(env['HOME'] ?? homedir(), '.cache', 'studio-engine', 'phone.json');
}

/** undefined: no engine has been started. @throws UsageError for a book that cannot be read */
export async function readBook(path: string): Promise<PhoneBook | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
  try {
    const book: unknown = JSON.parse(text);
    if (isBook(book)) return book;
  } catch {
    // said below
  }
  throw new UsageError(`${path} is not a phone book; start the engine again: npm start`);
}

function isBook(value: unknown): value is PhoneBook {
  if (typeof value !== 'object' || value === null) return false;
  const book = value as Partial<Record<keyof PhoneBook, unknown>>;
  const texts = [book.gateway, book.accountSid, book.authToken];
  return (
    texts.every(text => typeof text === 'string') && typeof book.numbers === 'object' && book.numbers !== null
  );
}
