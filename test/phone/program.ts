import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { bookPath, type PhoneBook } from '../../phone/book';
import { run } from '../../phone/main';
import { startDesk } from './desk/desk';
import { startExchange } from './exchange/exchange';
import { ACCOUNT, Application, TOKEN } from './application';

export const FLOW = 'FW' + '2'.repeat(32);
export const WEBHOOK = `/v1/Accounts/${ACCOUNT}/Flows/${FLOW}`;
/** The number that leads to the flow. */
export const NUMBER = '+15551230001';

/** Milliseconds: what an exchange on the same machine still has to tell comes sooner. */
const QUIET = 250;

type Pages = ConstructorParameters<typeof Application>[0];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phone-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A folder of the test's own, which is the user's home for the program. */
export function home(): string {
  return folder;
}

/** Runs the program; what is typed is there from the beginning. */
export async function phone(
  argv: string[],
  { typed = '', env = {} }: { typed?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(typed);
  const status = await run(argv, { stdin, stdout, stderr, env: { HOME: folder, ...env }, quiet: QUIET });
  stdout.end();
  stderr.end();
  return { status, out: await text(stdout), err: await text(stderr) };
}

/** An engine, as the program sees it: an application where its gateway is, and a phone book. */
export async function startEngine(pages: Pages, book: Partial<PhoneBook> = {}) {
  const application = await Application.start(pages);
  await writeBook({
    gateway: application.url(''),
    accountSid: ACCOUNT,
    authToken: TOKEN,
    numbers: { [NUMBER]: { flowSid: FLOW, name: 'Reception' } },
    ...book,
  });
  return application;
}

/** The same with an exchange, which its application calls with the client. */
export async function startEngineWithExchange(pages: Pages) {
  const { exchange, client } = await startExchange();
  const control = await startDesk(exchange);
  return { application: await startEngine(pages, { exchange: control }), exchange, client, control };
}

export async function writeBook(book: unknown): Promise<void> {
  const path = bookPath({ HOME: folder });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(book), { mode: 0o600 });
}
