import type { Twilio } from 'twilio';
import type { Account, Accounts } from '../../config/accounts';
import { checkAnswer } from './twilio-answer';
import { createTransport } from './twilio-transport';
import { accountOf } from './world';

interface Options {
  accounts: Accounts;
  /** Where all of Twilio's products are, instead of their own hosts: for tests and emulators. */
  baseUrl: string | undefined;
  /** Milliseconds that one request may take. */
  timeout?: number;
}

/** Twilio's official client of any account. */
export interface TwilioClients {
  /**
   * The same client for every call, as `World.twilio` promises it. It repeats nothing by itself.
   * @throws ApplicationFailure when the account is not configured any more
   */
  of: (accountSid: string) => Promise<Twilio>;
  close(): Promise<void>;
}

export function createTwilioClients({ accounts, baseUrl, timeout = 10_000 }: Options): TwilioClients {
  const transport = createTransport(timeout);
  const clients = new Map<string, Promise<Twilio>>();

  async function make({ sid, tokens: [token], apiKey }: Account): Promise<Twilio> {
    // 65 MB of memory that a worker which never calls Twilio does not need.
    const { default: twilio } = await import('twilio');
    class HttpClient extends twilio.RequestClient {
      constructor() {
        super({ timeout });
        this.axios.defaults.adapter = transport.adapterOf(this.axios);
      }

      override async request<Data>(options: Parameters<Twilio['httpClient']['request']>[0]) {
        const rebased = { ...options, uri: rebase(options.uri, baseUrl) };
        const response = await super.request<Data>(rebased as typeof rebased & { data?: Data });
        checkAnswer(response, options.method);
        return response;
      }
    }
    const options = { accountSid: sid, httpClient: new HttpClient() };
    return apiKey ? twilio(apiKey.sid, apiKey.secret, options) : twilio(sid, token, options);
  }

  return {
    of: async accountSid => {
      const client = clients.get(accountSid) ?? make(accountOf(accounts, accountSid));
      clients.set(accountSid, client);
      return client;
    },
    close: () => transport.close(),
  };
}

/** Links between pages may lead to the base URL already. */
function rebase(uri: string, baseUrl: string | undefined): string {
  const base = baseUrl?.replace(/\/$/, '');
  if (base === undefined || uri.startsWith(`${base}/`)) return uri;
  const { pathname, search } = new URL(uri);
  return base + pathname + search;
}
