import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Exchange } from '../../phone/exchange/exchange';
import { Thread } from '../../phone/messages/thread';
import type { Happening } from '../../phone/record';
import { ACCOUNT, TOKEN } from './account';

/** Milliseconds in which a message must have come. */
const PATIENCE = 20_000;

/** Somebody with a telephone that writes and is written to, by TwiML and by the REST API alike. */
export class Contact {
  readonly happenings: Happening[] = [];
  /** What becomes of a message that is sent to it. */
  delivery: (body: string) => Delivery = () => 'delivered';
  private readonly thread: Thread;
  private readonly detach: () => void;

  constructor(
    exchange: Exchange,
    url: string,
    parties: { from: string; to: string; messagingServiceSid?: string },
  ) {
    const tell = (happening: Happening): void => void this.happenings.push(happening);
    this.thread = new Thread({ url, accountSid: ACCOUNT, authToken: TOKEN, tell, ...parties });
    this.detach = exchange.attach(parties.from, {
      message: ({ from, to, body, mediaUrls: media }) => {
        const delivery = this.delivery(body);
        if (typeof delivery === 'string') tell({ kind: 'received', from, to, body, media: [...media] });
        return delivery;
      },
    });
  }

  /** Resolves when it has been answered, be it with nothing. */
  write(body: string, media: string[] = []): Promise<void> {
    return this.thread.send({ body, media });
  }

  /** Texts of what was received. */
  get received(): string[] {
    return this.happenings.flatMap(happening => (happening.kind === 'received' ? [happening.body] : []));
  }

  /** Waits until this many messages have been received, and tells what they say. */
  async until(count: number): Promise<string[]> {
    const deadline = Date.now() + PATIENCE;
    while (this.received.length < count) {
      if (Date.now() > deadline) throw new Error(`not ${count} messages: ${JSON.stringify(this.received)}`);
      await sleep(10);
    }
    return this.received;
  }

  async close(): Promise<void> {
    this.detach();
    await this.thread.close();
  }
}
