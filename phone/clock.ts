import { setTimeout } from 'node:timers/promises';

/** A call's time: waited in real calls, only counted in others. */
export class Clock {
  private startedAt: number | undefined;
  private counted = 0;

  constructor(private readonly realTime: boolean) {}

  /** The call has been answered: from here on it is paid for. */
  start(): void {
    this.startedAt ??= performance.now();
    this.counted = 0;
  }

  /** Whole seconds since the start; 0 before it. */
  get seconds(): number {
    if (this.startedAt === undefined) return 0;
    return Math.round((performance.now() - this.startedAt) / 1000 + this.counted);
  }

  elapse(seconds: number): void {
    if (!this.realTime) this.counted += seconds;
  }

  /** Resolves early when the signal is aborted. */
  async wait(seconds: number, signal: AbortSignal): Promise<void> {
    this.elapse(seconds);
    if (!this.realTime) return;
    await setTimeout(seconds * 1000, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
