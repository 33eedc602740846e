import { setTimeout } from 'node:timers/promises';

/** Real milliseconds that a second on hold takes at least, and a whole time on hold at most. */
const MOMENT_A_SECOND = 10;
const LONGEST_MOMENT = 250;

/**
 * A call's time: waited in real calls, only counted in others. Where somebody else may lead the call elsewhere in the
 * meantime (`patient`), a moment passes in any case: a line on hold asks for the same documents again and again, and
 * must neither keep the machine busy nor run ahead of what it waits for.
 */
export class Clock {
  private startedAt: number | undefined;
  private counted = 0;

  constructor(private readonly options: { realTime: boolean; patient: boolean }) {}

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
    if (!this.options.realTime) this.counted += seconds;
  }

  /** Resolves early when the signal is aborted. */
  async wait(seconds: number, signal: AbortSignal): Promise<void> {
    this.elapse(seconds);
    const { realTime, patient } = this.options;
    if (!realTime && !patient) return;
    const ms = realTime ? seconds * 1000 : Math.min(seconds * MOMENT_A_SECOND, LONGEST_MOMENT);
    await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
