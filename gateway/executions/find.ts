import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { createdAt } from '../../store/execution-sid';
import { toRecord, type ExecutionRecord } from './execution-record';
import { sampleOf } from './sample';
import { LAG } from './touched';
import { queryOfSid } from './visibility-query';

const PAUSE = 100;
/** Executions whose workflows are remembered: some 200 bytes each. */
const REMEMBERED = 20_000;

type Place = Pick<ExecutionRecord, 'workflowId' | 'runId'>;

/**
 * Finds executions by their SIDs. Which workflow one is never changes, and is remembered: to look it up in
 * visibility takes far more than to ask a workflow how it is, and visibility lags behind.
 */
export class ExecutionFinder {
  private readonly places = new Map<string, Place>();

  constructor(private readonly client: Client) {}

  remember(sid: string, { workflowId, runId }: Place): void {
    this.places.delete(sid);
    this.places.set(sid, { workflowId, runId });
    if (this.places.size <= REMEMBERED) return;
    const [oldest] = this.places.keys();
    if (oldest !== undefined) this.places.delete(oldest);
  }

  /** The execution as it is now; undefined: there is none. */
  async find(sid: string): Promise<ExecutionRecord | undefined> {
    const known = this.places.get(sid);
    const found = known && (await this.ask(sid, known));
    if (found) return found;
    this.places.delete(sid);
    const listed = listedAt(sid);
    for (;;) {
      const { items } = await sampleOf(this.client, queryOfSid(sid), 1);
      const [place] = items;
      // It may have been deleted, or continued, since visibility has heard of it.
      const now = place && (await this.ask(sid, place));
      if (now) return now;
      if (Date.now() >= listed) return undefined;
      await sleep(PAUSE);
    }
  }

  /** Looks at the workflow's latest run, and at the one that is known where that is another execution's. */
  private async ask(sid: string, place: Place): Promise<ExecutionRecord | undefined> {
    const { workflowId, runId } = place;
    const record = (await this.describe(sid, workflowId)) ?? (await this.describe(sid, workflowId, runId));
    if (record) this.remember(sid, record);
    return record;
  }

  private async describe(
    sid: string,
    workflowId: string,
    runId?: string,
  ): Promise<ExecutionRecord | undefined> {
    try {
      const description = await this.client.workflow.getHandle(workflowId, runId).describe();
      const record = toRecord(description);
      const goesOn = description.status.name === 'CONTINUED_AS_NEW';
      return record?.sid === sid && !goesOn ? record : undefined;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }
}

/**
 * When visibility knows of the execution, if there is one. Clocks of gateways may differ by a little, but what is far in
 * the future somebody has made up.
 */
function listedAt(sid: string): number {
  const now = Date.now();
  const time = createdAt(sid);
  if (time === undefined || Math.abs(now - time) >= LAG) return now;
  return Math.min(time, now) + LAG;
}
