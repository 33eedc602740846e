import type { Client } from '@temporalio/client';
import type { Context } from '../flow/context';
import { createdAt } from '../store/execution-sid';
import type { Listing, Page } from '../store/page';
import { names, type Step, type StepContext, type StepsQuestion } from '../workflows/contract';
import { tellToEnd, untilEnded } from './executions/end';
import { endMany, type Bounds, type Ended } from './executions/end-many';
import { isOf, type AccountFlow, type ExecutionRecord } from './executions/execution-record';
import { ExecutionFinder } from './executions/find';
import { newestFirst } from './executions/newest-first';
import { question } from './executions/question';
import { remove } from './executions/remove';
import { Removed } from './executions/removed';
import { sampleOf } from './executions/sample';
import { SharedWork } from './executions/shared-work';
import { startExecution } from './executions/start';
import { TouchedExecutions } from './executions/touched';
import { hasStatus, isInRange, queryOf, type ExecutionFilter } from './executions/visibility-query';
import { initiator, type Start } from './start-options';

/** Milliseconds in which a worker ends an execution that it has nothing else to do for. */
const END_PATIENCE = 5000;

/** The executions, as the REST API asks them. All methods throw what Temporal's client throws, and what they say. */
export class Executions {
  private readonly finder: ExecutionFinder;
  private readonly removed = new Removed();
  private readonly touched = new TouchedExecutions();
  private readonly shared = new SharedWork();

  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
  ) {
    this.finder = new ExecutionFinder(client);
  }

  /**
   * @param supersedes an active execution of the contact makes way
   * @throws ActiveExecutionError, AddressesTakenError
   */
  async start(start: Start, supersedes: boolean): Promise<ExecutionRecord> {
    const { input, workflowId } = start;
    const runId = await startExecution(this.client, this.taskQueue, start, supersedes);
    this.finder.remember(input.executionSid, { workflowId, runId });
    const dateCreated = new Date(createdAt(input.executionSid) ?? Date.now());
    const started = {
      ...{ sid: input.executionSid, accountSid: input.accountSid, flowSid: input.flowSid },
      revision: input.revision,
      contact: input.context.contact.channel.address,
      initiatedBy: initiator(input),
      ...{ active: true, dateCreated, dateUpdated: dateCreated, workflowId, runId },
    };
    this.touched.add(started);
    return started;
  }

  /** Needs no worker. undefined: the flow has no such execution. */
  async find(flow: AccountFlow, sid: string): Promise<ExecutionRecord | undefined> {
    if (this.removed.has(sid)) return undefined;
    const found = await this.finder.find(sid);
    return found && isOf(found, flow) ? found : undefined;
  }

  /** Needs no worker. What was created last comes first. */
  list(flow: AccountFlow, filter: ExecutionFilter, page: Page): Promise<Listing<ExecutionRecord>> {
    return newestFirst(page, async (range, limit) => {
      const wanted = { ...filter, range };
      const { items, complete } = await sampleOf(this.client, queryOf(flow, wanted), limit);
      return { items: await this.upToDate(flow, wanted, items), complete };
    });
  }

  /**
   * Ends an active execution. It is told for good, but ends only when a worker takes that up.
   * @returns how it is after a moment; undefined: somebody has deleted it
   */
  async end(execution: ExecutionRecord): Promise<ExecutionRecord | undefined> {
    let now: ExecutionRecord | undefined = execution;
    // A run that was continued as new in between has not been told.
    while (now?.active && !(await tellToEnd(this.client, now))) now = await this.finder.find(now.sid);
    if (!now?.active) return now;
    await untilEnded(this.client, now, END_PATIENCE);
    const ended = await this.finder.find(now.sid);
    if (ended) this.touched.add(ended);
    return ended;
  }

  /** Ends an execution where it is active, as far as that is possible, and deletes it. */
  async delete(execution: ExecutionRecord): Promise<void> {
    const ended = execution.active ? await this.end(execution) : execution;
    if (ended) await remove(this.client, ended);
    this.removed.add(execution.sid);
  }

  /** Ends the active executions that fit, up to a limit. */
  endMany(flow: AccountFlow, bounds: Bounds): Promise<Ended> {
    return endMany(this.client, flow, bounds);
  }

  /** What was started, ended or deleted here just now is shown so. */
  private async upToDate(
    flow: AccountFlow,
    filter: ExecutionFilter,
    listed: readonly ExecutionRecord[],
  ): Promise<ExecutionRecord[]> {
    const sids = this.touched.missing(flow, listed).filter(sid => isInRange(sid, filter));
    const now = await Promise.all(sids.map(sid => this.find(flow, sid)));
    const rest = listed.filter(({ sid }) => !this.removed.has(sid) && !sids.includes(sid));
    return [...rest, ...now.flatMap(found => (found && hasStatus(found, filter) ? [found] : []))];
  }

  /** Oldest first. @throws NeedsWorkerError */
  steps(execution: ExecutionRecord): Promise<Step[]> {
    return this.ask(execution, names.steps, { changes: false } satisfies StepsQuestion);
  }

  /** @throws NeedsWorkerError */
  context(execution: ExecutionRecord): Promise<Context> {
    return this.ask(execution, names.context);
  }

  /** The context after a step. @throws NeedsWorkerError */
  stepContext(execution: ExecutionRecord, stepSid: string): Promise<StepContext> {
    return this.ask(execution, names.stepContext, stepSid);
  }

  /** Where it has ended, a worker goes through its whole history for an answer, which is always the same. */
  private ask<Answer>(execution: ExecutionRecord, name: string, ...args: unknown[]): Promise<Answer> {
    const asked = (): Promise<Answer> => question(this.client, execution, name, ...args);
    if (execution.active) return asked();
    return this.shared.do(JSON.stringify([execution.runId, name, args]), asked);
  }
}
