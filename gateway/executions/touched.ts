import { isOf, type AccountFlow, type ExecutionRecord } from './execution-record';

/** Milliseconds that Temporal's lists may lag behind what has been done. */
export const LAG = 5000;

type Touched = Pick<ExecutionRecord, 'sid' | 'accountSid' | 'flowSid' | 'active'>;

/** What was done here of late, and lists may not tell yet. */
export class TouchedExecutions {
  /** What was touched first comes first. */
  private readonly bySid = new Map<string, Touched & { at: number }>();

  add({ sid, accountSid, flowSid, active }: Touched): void {
    const at = Date.now();
    this.bySid.delete(sid);
    this.bySid.set(sid, { sid, accountSid, flowSid, active, at });
    for (const [old, touched] of this.bySid) {
      if (at - touched.at < LAG) break;
      this.bySid.delete(old);
    }
  }

  /** SIDs of those of a flow that a list does not show, or still shows as active. */
  missing(flow: AccountFlow, listed: readonly ExecutionRecord[]): string[] {
    const shown = new Map(listed.map(({ sid, active }) => [sid, active]));
    const since = Date.now() - LAG;
    return [...this.bySid.values()]
      .filter(touched => isOf(touched, flow) && touched.at > since)
      .filter(({ sid, active }) => !shown.has(sid) || (!active && shown.get(sid)))
      .map(({ sid }) => sid);
  }
}
