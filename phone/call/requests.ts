import type { LiveCallOptions } from './options';
import { DocumentError } from '../errors';
import type { Action } from './line';
import type { LiveLine } from './live-line';
import { standardParams } from '../params';
import type { Purpose } from '../record';
import { type Reply, WebhookClient } from '../webhook';

/** All requests of one call, with those that it does not wait for, or no longer. */
export class CallRequests {
  private readonly client: WebhookClient;
  private readonly background: Promise<void>[] = [];
  /** The phone gives up. */
  private failure: Error | undefined;

  constructor(
    private readonly options: LiveCallOptions,
    private readonly line: LiveLine,
  ) {
    this.client = new WebhookClient({
      authToken: options.authToken,
      timeout: options.webhookTimeout ?? 15_000,
      deliverTwice: options.deliverTwice ?? false,
      onRequest: request => line.tell(request),
    });
  }

  /** @throws DocumentError where there is no answer */
  async send(purpose: Purpose, { url, method, params: extra }: Action): Promise<Reply> {
    if (!/^https?:/.test(url)) throw new DocumentError(11100, url, 'is no URL that could be asked');
    const standard =
      purpose === 'callback'
        ? {}
        : { ...standardParams(this.line.parties, this.line.status), ...this.options.parameters };
    return this.client.send({ purpose, method, url, standard, extra });
  }

  inBackground(purpose: Purpose, action: Action): void {
    void this.keep(this.send(purpose, action));
  }

  /** Lets a request outlive the wait for it. That there was no answer is in the record; other errors are failures. */
  keep(awaited: Promise<unknown>): Promise<void> {
    const kept = awaited.then(
      () => undefined,
      (error: unknown) => this.fail(error),
    );
    this.background.push(kept);
    return kept;
  }

  fail(error: unknown): void {
    if (error instanceof DocumentError) return;
    this.failure ??= error instanceof Error ? error : new Error(String(error));
  }

  /** Waits for what is still under way. @throws the first failure there was */
  async close(): Promise<void> {
    await Promise.all(this.background);
    await this.client.close();
    if (this.failure !== undefined) throw this.failure;
  }
}
