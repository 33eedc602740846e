/** Milliseconds in which Temporal has deleted what it was told to. */
const LASTS = 600_000;

/** SIDs of executions that are being deleted: nobody sees them any more, though Temporal still has them. */
export class Removed {
  /** The oldest come first. */
  private readonly since = new Map<string, number>();

  add(sid: string): void {
    const now = Date.now();
    for (const [old, time] of this.since) {
      if (now - time < LASTS) break;
      this.since.delete(old);
    }
    this.since.set(sid, now);
  }

  has(sid: string): boolean {
    return this.since.has(sid);
  }
}
