import { watch, type FSWatcher } from 'chokidar';
import { importOneByOne, type Imported, type ImportOptions, type SeenFiles } from './import-flows';

/** Milliseconds in which several changes count as one: editors and git write in bursts. */
const SETTLE = 300;
/** Milliseconds after which an import that failed as a whole is tried again; twice as long each time. */
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 60_000;

/** Who is told of imports. */
export interface ImportListener {
  imported(flow: Imported): void;
  /** Temporal is away, or the folder cannot be read, which is tried again; or something in it cannot be watched. */
  failed(error: unknown): void;
}

/** Imports a folder now and whenever something in it changes; and again where that was not possible. */
export class FlowWatcher {
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;
  private retry = FIRST_RETRY;
  private running: Promise<void> = Promise.resolve();
  private closed = false;
  private readonly seen: SeenFiles = new Map();

  constructor(
    private readonly options: ImportOptions,
    private readonly listener: ImportListener,
  ) {}

  /** One import after the other, so that a change during an import is not lost. */
  import(): Promise<void> {
    this.running = this.running.then(async () => {
      try {
        await this.watch();
        await this.importAll();
        this.retry = FIRST_RETRY;
      } catch (error) {
        if (this.closed) return;
        this.listener.failed(error);
        this.importIn(this.retry);
        this.retry = Math.min(this.retry * 2, LONGEST_RETRY);
      }
    });
    return this.running;
  }

  /** What is being imported is not waited for: the worker that it needs may have ended. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.watcher?.close();
  }

  /** Each import watches anew: the folder may be another one under the same name, which nobody tells of. */
  private async watch(): Promise<void> {
    await this.watcher?.close();
    if (this.closed) return;
    const watcher = watch(this.options.directory, { ignoreInitial: true, depth: 1 });
    this.watcher = watcher;
    watcher.on('all', () => this.importIn(SETTLE));
    watcher.on('error', error => this.listener.failed(error));
    await new Promise<void>(resolve => watcher.once('ready', resolve));
  }

  private async importAll(): Promise<void> {
    for await (const flow of importOneByOne(this.options, this.seen)) {
      if (this.closed) return;
      this.listener.imported(flow);
    }
  }

  private importIn(milliseconds: number): void {
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => void this.import(), milliseconds);
  }
}
