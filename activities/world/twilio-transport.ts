import type { Twilio } from 'twilio';
import { Agent, buildConnector } from 'undici';
import { TwilioError } from '../../widgets/twilio-error';
import { httpFailure } from './http-failure';

type Axios = Twilio['httpClient']['axios'];
/** How the official library lets its HTTP client, axios, be given another transport. */
type Adapter = Extract<Axios['defaults']['adapter'], (...config: never) => unknown>;

/** Nothing was sent, because no connection came about. */
class NotConnected extends Error {
  constructor(override readonly cause: unknown) {
    super('not connected');
  }
}

/**
 * Sends what the official library asks for, over connections that are kept and shared by all accounts. The library's
 * own transport does not tell a time-out while connecting from one after the request was sent.
 * @param timeout milliseconds for a request and its whole answer; half of them for the connection
 */
export function createTransport(timeout: number): {
  adapterOf(axios: Axios): Adapter;
  close(): Promise<void>;
} {
  const connect = buildConnector({ timeout: timeout / 2 });
  const agent = new Agent({
    connect: (options, callback) => {
      connect(options, (...[error, socket]) =>
        error ? callback(new NotConnected(error), null) : callback(null, socket),
      );
    },
  });
  return {
    adapterOf: axios => async config => {
      const deadline = AbortSignal.timeout(timeout);
      const { origin, pathname, search } = new URL(axios.getUri(config));
      const form = config.data as string | undefined;
      try {
        const { statusCode, headers, body } = await agent.request({
          origin,
          path: pathname + search,
          method: (config.method ?? 'get').toUpperCase(),
          headers: config.headers.toJSON(true),
          body: form ?? null,
          signal: deadline,
        });
        return { status: statusCode, statusText: '', headers, data: await body.text(), config };
      } catch (error) {
        throw failure(error, deadline.aborted ? `no whole answer within ${timeout} ms` : undefined);
      }
    },
    close: () => agent.close(),
  };
}

/** The messages may be shown: they hold nothing of the request. */
function failure(error: unknown, late: string | undefined): TwilioError {
  if (error instanceof NotConnected) {
    return new TwilioError(`Twilio cannot be reached: ${httpFailure(error.cause).message}`, 0, 0, 'later');
  }
  return new TwilioError(`Twilio's answer was lost: ${late ?? httpFailure(error).message}`, 0, 0, 'maybe');
}
