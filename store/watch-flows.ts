import { watch } from 'chokidar';
import { importFlows, type Imported, type ImportOptions } from './import-flows';

/** Milliseconds in which several changes count as one: editors and git write in bursts. */
const SETTLE = 300;

/** Imports a folder now and whenever something in it changes. */
export class FlowWatcher {
  private readonly watcher;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: ImportOptions,
    private readonly report: (imported: Imported[], error?: unknown) => void,
  ) {
    this.watcher = watch(options.directory, { ignoreInitial: true, depth: 1 });
    this.watcher.on('all', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.import(), SETTLE);
    });
  }

  /** One import after the other, so that a change during an import is not lost. */
  import(): Promise<void> {
    this.running = this.running.then(async () => {
      try {
        this.report(await importFlows(this.options));
      } catch (error) {
        this.report([], error);
      }
    });
    return this.running;
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.watcher.close();
    await this.running;
  }
}
