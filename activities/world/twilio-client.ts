import type { Twilio } from 'twilio';

/** Milliseconds that one request to Twilio may take. */
const TIMEOUT = 10_000;

/**
 * The official client of one account.
 * @param baseUrl where all of Twilio's products are, instead of their own hosts: for tests and emulators
 */
export async function twilioClient(accountSid: string, token: string, baseUrl?: string): Promise<Twilio> {
  // 65 MB of memory that a worker which never calls Twilio does not need.
  const { default: twilio } = await import('twilio');
  class RebasedClient extends twilio.RequestClient {
    override request<Data>(options: Parameters<Twilio['httpClient']['request']>[0]) {
      return super.request<Data>({ ...options, uri: rebase(options.uri, baseUrl) } as typeof options & {
        data?: Data;
      });
    }
  }
  return twilio(accountSid, token, { httpClient: new RebasedClient({ timeout: TIMEOUT }) });
}

function rebase(uri: string, baseUrl: string | undefined): string {
  if (baseUrl === undefined) return uri;
  const { pathname, search } = new URL(uri);
  return baseUrl.replace(/\/$/, '') + pathname + search;
}
