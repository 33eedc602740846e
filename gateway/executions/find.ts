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
    for (;;) {
      const { items } = await sampleOf(this.client, queryOfSid(sid), 1);
      const [listed] = items;
      // It may have been deleted, or continued, since visibility has heard of it.
      const now = listed && (await this.ask(sid, listed));
      if (now) return now;
      if (!isYoung(sid)) return undefined;
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

function isYoung(sid: string): boolean {
  const time = createdAt(sid);
  return time !== undefined && Date.now() - time < LAG;
}
