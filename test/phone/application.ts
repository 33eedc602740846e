import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import { type CallOptions, placeCall } from '../../phone/call';
import { Script } from '../../phone/script';
import { ACCOUNT, TOKEN } from '../setup/account';

export { ACCOUNT, TOKEN };

/** A request as the application saw it. */
export interface Seen {
  method: string;
  /** Path without query. */
  path: string;
  /** With the question mark. */
  query: string;
  /** Query and form together. */
  params: Record<string, string>;
  headers: IncomingHttpHeaders;
  /** What the official validator says of its signature. */
  signed: boolean;
}

type Answer = string | ((seen: Seen, response: ServerResponse) => string | undefined);

/** A TwiML application on a port of its own. Strings are the verbs of a `<Response>`. */
export class Application {
  readonly seen: Seen[] = [];
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = this.url(request.url);
      const { pathname, search: query, searchParams } = new URL(url);
      const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      const seen: Seen = {
        method: request.method ?? '',
        path: pathname,
        query,
        params: { ...Object.fromEntries(searchParams), ...form },
        headers: request.headers,
        signed: validateRequest(TOKEN, String(request.headers['x-twilio-signature']), url, form),
      };
      this.seen.push(seen);
      const page = this.pages[pathname] ?? '';
      const verbs = typeof page === 'string' ? page : page(seen, response);
      if (verbs === undefined) return;
      if (response.headersSent) return void response.end(verbs);
      if (!response.hasHeader('content-type')) response.setHeader('content-type', 'text/xml; charset=utf-8');
      response.end(response.getHeader('content-type') === 'text/xml; charset=utf-8' ? twiml(verbs) : verbs);
    });
  });

  constructor(private readonly pages: Record<string, Answer>) {}

  static async start(pages: Record<string, Answer>): Promise<Application> {
    const application = new Application(pages);
    await new Promise<void>(resolve => application.server.listen(0, '127.0.0.1', resolve));
    running.push(application);
    return application;
  }

  url(path = '/'): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  /** Requests of a path, in order. */
  at(path: string): Seen[] {
    return this.seen.filter(seen => seen.path === path);
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise(resolve => this.server.close(() => resolve()));
  }
}

const running: Application[] = [];
afterEach(() => Promise.all(running.splice(0).map(application => application.stop())));

export function twiml(verbs: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`;
}

/** Places a call to the application's `/`, without a status callback unless it is asked for. */
export function call(application: Application, answers: string[] = [], options: Partial<CallOptions> = {}) {
  return placeCall({
    url: application.url(),
    accountSid: ACCOUNT,
    authToken: TOKEN,
    from: '+15557654321',
    to: '+15551230001',
    answers: new Script(answers),
    statusCallback: null,
    ...options,
  });
}

/** The parameters that a path was sent last. */
export async function actionOf(verbs: string, answers: string[] = [], options: Partial<CallOptions> = {}) {
  const application = await Application.start({ '/': verbs, '/action': '' });
  const record = await call(application, answers, options);
  return { record, application, params: application.at('/action').at(-1)?.params };
}
