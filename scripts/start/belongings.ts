import { startChild, type Child, type ChildOptions } from '../processes/child';
import { readableLine } from './log-lines';

/** All that a start has begun, to be ended in reverse order. */
export class Belongings {
  /** Rejects when a process ends that should not have. */
  readonly failed: Promise<never>;

  private fail!: (error: Error) => void;
  private readonly closers: (() => unknown)[] = [];
  private busy = true;
  private closing = false;

  constructor(private readonly verbose: boolean) {
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => undefined);
  }

  /** What comes to be while everything is being ended is ended at once. */
  async add(close: () => unknown): Promise<void> {
    if (this.closing) await close();
    else this.closers.push(close);
  }

  /** Starts a process whose end is the end of everything. */
  async start(name: string, options: ChildOptions): Promise<void> {
    await this.watch(
      await startChild(name, {
        ...options,
        onLine: line => {
          const text = this.verbose ? `${name}: ${line}` : readableLine(name, line, this.busy);
          if (text !== undefined) console.log(text);
        },
      }),
    );
  }

  async watch(child: Child): Promise<void> {
    void child.ended.then(how => {
      if (this.closing) return;
      this.fail(
        new Error([`${child.name} has ended (${how}). Its last words:`, ...child.lastLines()].join('\n')),
      );
    });
    await this.add(() => child.stop());
  }

  /** Everything runs: from now on all that is logged is shown. */
  settled(): void {
    this.busy = false;
  }

  async close(): Promise<void> {
    this.busy = true;
    this.closing = true;
    for (const close of this.closers.reverse()) await close();
  }
}
