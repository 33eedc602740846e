import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { isAway } from '../../store/temporal-away';
import type { ActiveExecution } from './active-executions';
import { concurrently } from '../../store/concurrently';
import type { Io } from './io';
import { stillActive, tellToEnd, terminate } from './one';
import { Progress } from './progress';
import { reasonOf } from '../temporal/reason';

/** Requests to Temporal at a time. */
const CONCURRENCY = 20;
/** Milliseconds between two looks at those that have not ended; twice as long each time. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 4000;

/** What has become of an execution that was to end. */
export interface Outcome {
  execution: ActiveExecution;
  /** `active`: it has been told, and goes on. `failed`: Temporal has refused. */
  outcome: 'ended' | 'terminated' | 'active' | 'failed';
  /** Why Temporal has refused. */
  reason?: string;
}

/** Ends many executions. All methods throw what Temporal's client throws where Temporal is away. */
export class Ending {
  private readonly settled: Outcome[] = [];

  constructor(
    private readonly client: Client,
    private active: readonly ActiveExecution[],
    private readonly out: Io['stderr'],
  ) {}

  async tell(): Promise<void> {
    await this.counting('told to end', async told => {
      await this.each(async execution => {
        await tellToEnd(this.client, execution);
        told();
        return execution;
      });
    });
  }

  /** @param patience milliseconds */
  async wait(patience: number): Promise<void> {
    const deadline = Date.now() + patience;
    await this.counting('have ended', async ended => {
      for (let pause = FIRST_PAUSE; this.active.length > 0; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
        await this.each(async execution => {
          const now = await stillActive(this.client, execution);
          if (!now) ended();
          // It had been continued as new before it was told.
          else if (now.runId !== execution.runId) await tellToEnd(this.client, now);
          return now ?? 'ended';
        });
        const left = deadline - Date.now();
        if (left <= 0) break;
        await sleep(Math.min(pause, left));
      }
    });
  }

  /** Those that are still active. */
  async terminate(): Promise<void> {
    await this.counting('terminated', async terminated => {
      await this.each(async execution => {
        await terminate(this.client, execution);
        terminated();
        return 'terminated';
      });
    });
  }

  outcomes(): Outcome[] {
    return [...this.settled, ...this.active.map(execution => ({ execution, outcome: 'active' as const }))];
  }

  /** @param work returns the execution where it goes on */
  private async each(
    work: (execution: ActiveExecution) => Promise<ActiveExecution | 'ended' | 'terminated'>,
  ): Promise<void> {
    const active: ActiveExecution[] = [];
    await concurrently(this.active, CONCURRENCY, async execution => {
      try {
        const became = await work(execution);
        if (typeof became !== 'string') active.push(became);
        else this.settled.push({ execution, outcome: became });
      } catch (error) {
        if (isAway(error)) throw error;
        this.settled.push({ execution, outcome: 'failed', reason: reasonOf(error) });
      }
    });
    this.active = active;
  }

  private async counting(what: string, work: (step: () => void) => Promise<void>): Promise<void> {
    if (this.active.length === 0) return;
    const progress = new Progress(this.active.length, what, this.out);
    try {
      await work(() => progress.step());
    } finally {
      progress.end();
    }
  }
}
