import twilio, { type Twilio } from 'twilio';
import { Exchange, type ExchangeOptions } from '../../../phone/exchange/exchange';
import { ACCOUNT, TOKEN } from '../application';

type Options = Parameters<Twilio['httpClient']['request']>[0];

/** The official client, which finds all of Twilio's products at one base URL. */
export function clientOf(exchange: Exchange, username = ACCOUNT, password = TOKEN): Twilio {
  class RebasedClient extends twilio.RequestClient {
    override request<Data>(options: Options) {
      const { pathname, search } = new URL(options.uri);
      return super.request<Data>({ ...options, uri: exchange.url + pathname + search } as typeof options & {
        data?: Data;
      });
    }
  }
  const httpClient = new RebasedClient({ timeout: 2_000 });
  return twilio(username, password, { accountSid: ACCOUNT, httpClient });
}

/** An exchange that is closed when the test is over, and a client of it. */
export async function startExchange(options: Partial<ExchangeOptions> = {}) {
  const exchange = await Exchange.start({ accountSid: ACCOUNT, authToken: TOKEN, ...options });
  running.push(exchange);
  return { exchange, client: clientOf(exchange) };
}

const running: Exchange[] = [];
afterEach(() => Promise.all(running.splice(0).map(exchange => exchange.close())));
