import type { Io } from './io';

const TICK = 100;
/** Where lines cannot be overwritten, such as in a CI log, one in a while is enough. */
const SPARSE_TICK = 5000;

/** Counts up to a total, for whoever looks on: `12 of 340 told to end`. */
export class Progress {
  private count = 0;
  private shownAt = Date.now();

  constructor(
    private readonly total: number,
    private readonly what: string,
    private readonly out: Io['stderr'],
  ) {}

  step(): void {
    this.count += 1;
    if (Date.now() - this.shownAt >= (this.out.isTTY ? TICK : SPARSE_TICK)) this.show('');
  }

  end(): void {
    this.show('\n');
  }

  private show(end: string): void {
    this.shownAt = Date.now();
    const text = `${this.count} of ${this.total} ${this.what}`;
    this.out.write(this.out.isTTY ? `\r${text}${end}` : `${text}\n`);
  }
}
