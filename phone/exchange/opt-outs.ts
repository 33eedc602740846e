import type { Message } from './message';

/** https://help.twilio.com/articles/223134027: a message that is nothing but one of these words. */
const stop = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT']);
const start = new Set(['START', 'YES', 'UNSTOP']);

/** Contacts who want no more messages from a number. */
export class OptOuts {
  private readonly blocked = new Set<string>();

  /** Reads whether a contact wants no more messages, or wants them again. */
  heed({ from, to, body }: Pick<Message, 'from' | 'to' | 'body'>): void {
    const word = body.trim().toUpperCase();
    if (stop.has(word)) this.blocked.add(pair(to, from));
    if (start.has(word)) this.blocked.delete(pair(to, from));
  }

  /** Does a contact want nothing more from a number? */
  has(number: string, contact: string): boolean {
    return this.blocked.has(pair(number, contact));
  }
}

function pair(number: string, contact: string): string {
  return `${number} ${contact}`;
}
