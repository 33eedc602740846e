import type { Client } from '@temporalio/client';
import type { Context } from '../flow/context';
import { names, type Step, type StepContext, type StepsQuestion } from '../workflows/contract';
import { createdAt } from './execution-sid';
import { tellToEnd, untilEnded } from './executions/end';
import { endMany, type Bounds, type Ended } from './executions/end-many';
import type { ExecutionRecord } from './executions/execution-record';
import { ExecutionFinder } from './executions/find';
import { newestFirst, type ExecutionListing, type ExecutionPage } from './executions/newest-first';
import { question } from './executions/question';
import { remove } from './executions/remove';
import { sampleOf } from './executions/sample';
import { startExecution } from './executions/start';
import { queryOf, type ExecutionFilter } from './executions/visibility-query';
import { initiator, type Start } from './start-options';

/** Milliseconds in which a worker ends an execution that it has nothing else to do for. */
const END_PATIENCE = 5000;

/** The executions, as the REST API asks them. All methods throw what Temporal's client throws, and what they say. */
export class Executions {
  private readonly finder: ExecutionFinder;

  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
  ) {
    this.finder = new ExecutionFinder(client);
  }

  /**
   * @param supersedes an active execution of the contact makes way
   * @throws ActiveExecutionError
   */
  async start(start: Start, supersedes: boolean): Promise<ExecutionRecord> {
    const { input, workflowId } = start;
    const runId = await startExecution(this.client, this.taskQueue, start, supersedes);
    this.finder.remember(input.executionSid, { workflowId, runId });
    const dateCreated = new Date(createdAt(input.executionSid) ?? Date.now());
    return {
      ...{ sid: input.executionSid, flowSid: input.flowSid, revision: input.revision },
      contact: input.context.contact.channel.address,
      initiatedBy: initiator(input),
      ...{ active: true, dateCreated, dateUpdated: dateCreated, workflowId, runId },
    };
  }

  /** Needs no worker. undefined: the flow has no such execution. */
  async find(flowSid: string, sid: string): Promise<ExecutionRecord | undefined> {
    const found = await this.finder.find(sid);
    return found?.flowSid === flowSid ? found : undefined;
  }

  /** Needs no worker. What was created last comes first. */
  list(flowSid: string, filter: ExecutionFilter, page: ExecutionPage): Promise<ExecutionListing> {
    return newestFirst(queryOf(flowSid, filter), page, (query, limit) => sampleOf(this.client, query, limit));
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
    return this.finder.find(now.sid);
  }

  /** Ends an execution where it is active, as far as that is possible, and deletes it. */
  async delete(execution: ExecutionRecord): Promise<void> {
    const ended = execution.active ? await this.end(execution) : execution;
    if (ended) await remove(this.client, ended);
  }

  /** Ends the active executions that fit, up to a limit. */
  endMany(flowSid: string, bounds: Bounds): Promise<Ended> {
    return endMany(this.client, flowSid, bounds);
  }

  /** Oldest first. @throws NeedsWorkerError */
  steps(execution: ExecutionRecord): Promise<Step[]> {
    return question<Step[]>(this.client, execution, names.steps, {
      changes: false,
    } satisfies StepsQuestion);
  }

  /** @throws NeedsWorkerError */
  context(execution: ExecutionRecord): Promise<Context> {
    return question<Context>(this.client, execution, names.context);
  }

  /** The context after a step. @throws NeedsWorkerError */
  stepContext(execution: ExecutionRecord, stepSid: string): Promise<StepContext> {
    return question<StepContext>(this.client, execution, names.stepContext, stepSid);
  }
}
