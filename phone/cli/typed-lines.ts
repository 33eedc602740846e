import { createInterface, type Interface } from 'node:readline';

export type Input = NodeJS.ReadableStream & { isTTY?: boolean };

/** What a person types, line by line; lines that come early wait for somebody who wants them. */
export class TypedLines {
  private readonly reader: Interface;
  private readonly lines: string[] = [];
  private closed = false;
  private asking = false;
  /** Called when there is a line, or when there will be no more. */
  private wake: () => void = () => undefined;

  constructor(
    input: Input,
    private readonly output: NodeJS.WritableStream,
    onInterrupt: () => void,
  ) {
    this.reader = createInterface({
      input,
      prompt: '> ',
      ...(input.isTTY && { output, terminal: true }),
    });
    this.reader.on('line', line => {
      this.lines.push(line);
      this.wake();
    });
    this.reader.on('close', () => {
      this.closed = true;
      this.wake();
    });
    this.reader.on('SIGINT', onInterrupt);
  }

  /** No line will come any more. */
  get ended(): boolean {
    return this.closed && this.lines.length === 0;
  }

  /** Is there an echo of what is typed? */
  get echoes(): boolean {
    return this.reader.terminal;
  }

  /**
   * One at a time may ask. Seconds are not counted while somebody is typing.
   * @returns undefined when there are no more, when the signal is aborted, or when the seconds are over
   */
  async next(signal: AbortSignal, seconds = Infinity): Promise<string | undefined> {
    this.asking = true;
    if (!this.closed) this.reader.prompt(true);
    while (this.lines.length === 0 && !this.closed && !signal.aborted) {
      const timedOut = await this.woken(signal, seconds);
      if (timedOut && this.reader.line === '') break;
    }
    this.asking = false;
    return signal.aborted ? undefined : this.lines.shift();
  }

  /** A line for the person to read; what they have begun to type stands below it. */
  print(text: string): void {
    if (this.echoes && this.asking) this.output.write('\r\x1b[K');
    this.output.write(`${text}\n`);
    if (this.echoes && this.asking && !this.closed) this.reader.prompt(true);
  }

  /** Stands behind the prompt as if it had been typed. */
  fill(text: string): void {
    if (this.echoes) this.output.write(`${text}\n`);
  }

  close(): void {
    this.reader.close();
  }

  private async woken(signal: AbortSignal, seconds: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    let stop = (): void => undefined;
    const timedOut = await new Promise<boolean>(resolve => {
      stop = () => resolve(false);
      this.wake = stop;
      signal.addEventListener('abort', stop, { once: true });
      if (seconds !== Infinity) timer = setTimeout(() => resolve(true), seconds * 1000);
    });
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    return timedOut;
  }
}
