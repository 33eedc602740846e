import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Context } from '../../flow/context';
import type { Warning } from '../../flow/errors';
import type { ExecutionResult, Step } from '../../workflows/contract';
import { searchAttributes } from '../../workflows/search-attributes';

/** What an operator sees of an execution. */
export class Execution {
  readonly handle: WorkflowHandle<() => Promise<ExecutionResult>>;

  constructor(
    private readonly client: Client,
    readonly workflowId: string,
    runId?: string,
  ) {
    this.handle = client.workflow.getHandle(workflowId, runId);
  }

  /** The one that is there now, whatever comes after it under the same id. */
  async pinned(): Promise<Execution> {
    return new Execution(this.client, this.workflowId, (await this.handle.describe()).runId);
  }

  /** Waits for its end. */
  result(): Promise<ExecutionResult> {
    return this.handle.result();
  }

  twiml(): Promise<string> {
    return this.handle.query<string>('twiml');
  }

  steps(): Promise<Step[]> {
    return this.handle.query<Step[]>('steps');
  }

  /** Of all steps, in their order. */
  async warnings(): Promise<Warning[]> {
    return (await this.steps()).flatMap(({ warnings = [] }) => warnings);
  }

  context(): Promise<Context> {
    return this.handle.query<Context>('context');
  }

  /** The search attribute, as an operator finds it. */
  async endedReason(): Promise<string | undefined> {
    const { typedSearchAttributes } = await this.handle.describe();
    return typedSearchAttributes.get(searchAttributes.endedReason);
  }
}
