import twilio, { type Twilio } from 'twilio';
import type { Answers } from '../../../phone/question';
import { type Device, Exchange, type ExchangeOptions } from '../../../phone/exchange/exchange';
import { Script } from '../../../phone/script';
import { ACCOUNT, TOKEN } from '../application';

/** A number of the account's. */
export const NUMBER = '+15551230001';
/** Somebody else's. */
export const CONTACT = '+15557654321';

type Options = Parameters<Twilio['httpClient']['request']>[0];

/** The official client, which finds all of Twilio's products at one base URL. */
export function clientOf(
  exchange: Exchange,
  username = ACCOUNT,
  password = TOKEN,
  accountSid = ACCOUNT,
): Twilio {
  class RebasedClient extends twilio.RequestClient {
    override request<Data>(options: Options) {
      const { pathname, search } = new URL(options.uri);
      return super.request<Data>({ ...options, uri: exchange.url + pathname + search } as typeof options & {
        data?: Data;
      });
    }
  }
  // Longer than a busy machine takes; a test waits for it to pass.
  return twilio(username, password, { accountSid, httpClient: new RebasedClient({ timeout: 4000 }) });
}

/** An exchange that is closed when the test is over, and a client of it. */
export async function startExchange(options: Partial<ExchangeOptions> = {}) {
  const exchange = await Exchange.start({ accountSid: ACCOUNT, authToken: TOKEN, ...options });
  running.push(exchange);
  return { exchange, client: clientOf(exchange) };
}

const running: Exchange[] = [];
afterEach(() => Promise.all(running.splice(0).map(exchange => exchange.close())));

/** Somebody who picks up, and answers from a script. */
export function person(...lines: string[]): Device {
  return { ring: () => ({ as: 'human', answers: new Script(lines) }) };
}

/** Says nothing, however long it takes. */
export const nobody: Answers = { answer: () => new Promise(() => undefined) };
