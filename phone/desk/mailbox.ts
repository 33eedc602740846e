import type { Message } from '../exchange/message';

/** The oldest ones go when there are more. */
const KEPT = 200;

/** Messages to numbers that no telephone has, until one has. */
export class Mailbox {
  private kept: Message[] = [];

  keep(message: Message): undefined {
    this.kept = [...this.kept, message].slice(-KEPT);
  }

  take(addresses: readonly string[]): Message[] {
    const taken = this.kept.filter(({ to }) => addresses.includes(to));
    this.kept = this.kept.filter(({ to }) => !addresses.includes(to));
    return taken;
  }
}
