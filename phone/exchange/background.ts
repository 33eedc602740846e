/** Work that nobody waits for, until everything is to be over. */
export class Background {
  private readonly running = new Set<Promise<void>>();
  private failure: { error: unknown } | undefined;

  run(work: Promise<unknown>): void {
    const kept = work.then(
      () => undefined,
      (error: unknown) => void (this.failure ??= { error }),
    );
    this.running.add(kept);
    void kept.finally(() => this.running.delete(kept));
  }

  /**
   * Resolves when nothing is under way any more, nor has been started by what was.
   * @throws the first error there was since it was last asked
   */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure.error;
  }
}
