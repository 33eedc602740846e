import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { ofFlow } from '../store/visibility';
import { names, type Answer, type EndedReason, type Webhook } from '../workflows/contract';
import { searchAttributes } from '../workflows/search-attributes';
import { isForeign, isGone, toEngineError } from './engine-error';
import type { AccountFlow } from './executions/execution-record';
import { startOptions, type Execution, type Start } from './start-options';
import { takenAt } from './taken';

/** Twilio gives up after 15 seconds (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides). */
const TURN_MS = 10_000;
const PROBE_MS = 1000;
const PROBE_AGE_MS = 2000;

export interface EngineOptions {
  client: Client;
  taskQueue: string;
  /** Milliseconds that a turn is waited for; 10,000 unless told. */
  patience?: number;
}

export interface StartOptions extends Start {
  webhook: Webhook;
  updateId: string;
  /** The id may be used again when its execution has ended. */
  reusable: boolean;
}

/** The executions, as webhooks ask them. */
export class Engine {
  private probe: { at: number; reachable: Promise<boolean> } | undefined;

  constructor(private readonly options: EngineOptions) {}

  /**
   * Everything that `work` asks of Temporal shares one deadline.
   * @throws EngineError instead of what Temporal's client throws
   */
  async within<T>(work: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + (this.options.patience ?? TURN_MS);
    try {
      return await this.client.connection.withDeadline(deadline, work);
    } catch (error) {
      throw toEngineError(error);
    }
  }

  /**
   * Starts an execution, or finds the one that runs, and has the webhook answered: one request to Temporal. Where that
   * one is another account's, `within` throws `foreign`.
   * @returns undefined when the execution has ended and its id is not used again
   */
  async start(start: StartOptions): Promise<Answer | undefined> {
    const { webhook, updateId, reusable } = start;
    const startWorkflowOperation = new WithStartWorkflowOperation<Execution>(names.execution, {
      ...startOptions(start, this.options.taskQueue),
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: reusable ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
    });
    return unlessGone(
      this.client.workflow.executeUpdateWithStart<Execution, Answer, [Webhook]>(names.webhook, {
        updateId,
        args: [webhook],
        startWorkflowOperation,
      }),
    );
  }

  /**
   * Has a webhook answered by a running execution; an answer that was given to the same update id is repeated.
   * @returns undefined when no execution of the account runs, and the one that ran has not answered this update id
   */
  update(workflowId: string, webhook: Webhook, updateId: string): Promise<Answer | undefined> {
    const handle = this.client.workflow.getHandle(workflowId);
    const answer = handle.executeUpdate<Answer, [Webhook]>(names.webhook, { updateId, args: [webhook] });
    return unlessGone(
      answer.catch((error: unknown) => {
        if (isForeign(error)) return undefined;
        throw error;
      }),
    );
  }

  /** Tells a running execution of a webhook. @returns over: it has ended; unknown: there has been none */
  async signal(workflowId: string, webhook: Webhook): Promise<'told' | 'over' | 'unknown'> {
    try {
      await this.client.workflow.getHandle(workflowId).signal<[Webhook]>(names.webhook, webhook);
      return 'told';
    } catch (error) {
      if (!isGone(error)) throw error;
      // The server's words alone tell the one from the other.
      return (error as Error).message.includes('already completed') ? 'over' : 'unknown';
    }
  }

  /** Ends a running execution; where there is none, nobody is told. */
  async end(workflowId: string, reason: EndedReason): Promise<void> {
    await unlessGone(
      this.client.workflow.getHandle(workflowId).signal<[{ reason: string }]>(names.end, { reason }),
    );
  }

  /** Update ids of messages that the last execution with this workflow id had taken when it ended. */
  taken(workflowId: string): Promise<string[]> {
    return takenAt(this.client, workflowId);
  }

  /** Has the account an execution with this workflow id, running or ended? */
  async exists(workflowId: string, accountSid: string): Promise<boolean> {
    const found = await unlessGone(this.client.workflow.getHandle(workflowId).describe());
    if (!found) return false;
    const whose = found.typedSearchAttributes.get(searchAttributes.accountSid);
    // What holds an address for replies does not tell.
    return whose === undefined || whose === accountSid;
  }

  /**
   * Workflow id of the flow's running execution that speaks to a call. Temporal may not know of the latest moment, and
   * answers few such questions a second: for those that do not tell by themselves whose they are.
   */
  async findByCall(flow: AccountFlow, callSid: string): Promise<string | undefined> {
    const conditions = [
      ofFlow(flow),
      `${searchAttributes.callSid.name} = '${callSid}'`,
      `ExecutionStatus = 'Running'`,
    ];
    const found = this.client.workflow.list({ query: conditions.join(' AND '), pageSize: 1 });
    for await (const { workflowId } of found) return workflowId;
    return undefined;
  }

  /** Does Temporal answer, and know the namespace? Asked at most every two seconds. */
  reachable(): Promise<boolean> {
    const now = Date.now();
    if (!this.probe || now - this.probe.at > PROBE_AGE_MS) {
      const { connection, workflowService, options } = this.client;
      const asked = connection.withDeadline(now + PROBE_MS, () =>
        workflowService.describeNamespace({ namespace: options.namespace }),
      );
      const reachable = asked.then(
        () => true,
        () => false,
      );
      this.probe = { at: now, reachable };
    }
    return this.probe.reachable;
  }

  private get client(): Client {
    return this.options.client;
  }
}

async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
