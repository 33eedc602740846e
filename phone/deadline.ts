/**
 * A signal that is aborted after so many milliseconds. Unlike that of `AbortSignal.timeout`, it keeps the process
 * alive for whoever waits.
 */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.timer = setTimeout(() => this.controller.abort(), ms);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Nobody waits any more. */
  cancel(): void {
    clearTimeout(this.timer);
  }
}
