import type { Action } from '../call/line';
import { DocumentError } from '../errors';
import { type Reply, WebhookClient } from '../webhook';
import { Background } from './background';
import type { Device } from './device';

/** Milliseconds in which an application must have answered. */
const WEBHOOK_TIMEOUT = 15_000;

/** What the services of an exchange share: whose account it is, its telephones, the way to its applications. */
export class Account {
  readonly background = new Background();
  private devices: { address: string; device: Device }[] = [];
  private readonly client: WebhookClient;

  constructor(
    readonly sid: string,
    readonly token: string,
  ) {
    this.client = new WebhookClient({
      authToken: token,
      timeout: WEBHOOK_TIMEOUT,
      deliverTwice: false,
      onRequest: () => undefined,
    });
  }

  /** The telephone that was attached last wins. */
  attach(address: string, device: Device): () => void {
    const entry = { address, device };
    this.devices.unshift(entry);
    return () => {
      this.devices = this.devices.filter(each => each !== entry);
    };
  }

  /** Whose number it is; a telephone for all numbers stands in where nobody's is. */
  deviceOf(address: string): Device | undefined {
    const named = this.devices.find(entry => entry.address === address);
    return (named ?? this.devices.find(entry => entry.address === '*'))?.device;
  }

  /** Does somebody else than an application have the number? */
  isTelephone(address: string): boolean {
    return this.devices.some(entry => entry.address === address);
  }

  /** Asks an application. @throws DocumentError where it does not answer */
  ask({ url, method, params }: Action): Promise<Reply> {
    return this.client.send({ purpose: 'callback', url, method, standard: {}, extra: params });
  }

  /** Tells an application, which may as well not listen. */
  async tell(action: Action): Promise<void> {
    try {
      await this.ask(action);
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
    }
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}
