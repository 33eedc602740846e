import type { ServerResponse } from 'node:http';
import { answer, startServer, type Asked, type WebServer } from '../widgets/web-server';

/** A server that flows call, which answers when the test says so: `/held` waits, everything else is at once. */
export class Outside {
  private readonly held: ServerResponse[] = [];
  private arrivals: (() => void)[] = [];

  private constructor(private readonly server: WebServer) {}

  static async start(): Promise<Outside> {
    const outside: Outside = new Outside(
      await startServer((asked, response) => {
        if (asked.path.startsWith('/held')) outside.held.push(response);
        else answer(response, '{"ok":true}', 'application/json');
        for (const tell of outside.arrivals.splice(0)) tell();
      }),
    );
    return outside;
  }

  url(path: string): string {
    return this.server.url + path;
  }

  /** The requests to a path. */
  asked(path: string): Asked[] {
    return this.server.asked.filter(asked => asked.path.split('?', 1)[0] === path);
  }

  /** Waits until a path has been asked so often. */
  async untilAsked(path: string, times = 1): Promise<void> {
    while (this.asked(path).length < times) await new Promise<void>(resolve => this.arrivals.push(resolve));
  }

  /** Answers all that are held. */
  release(body = '{"ok":true}', contentType = 'application/json'): void {
    for (const response of this.held.splice(0)) answer(response, body, contentType);
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
