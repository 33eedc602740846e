import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, type Client, type Workflow } from '@temporalio/client';
import { FLOOR_QUEUE, names } from '../floor/contract';
import type { Caller, Contender } from './contender';

/** What no turn can be faster than: the same machine asks for an update that does nothing. */
export class Floor implements Contender {
  readonly name = 'floor';

  constructor(private readonly client: Client) {}

  async open(): Promise<Caller> {
    const workflowId = `floor/${randomUUID()}`;
    await this.client.workflow.executeUpdateWithStart<Workflow, string, []>(names.answer, {
      startWorkflowOperation: new WithStartWorkflowOperation(names.floor, {
        workflowId,
        taskQueue: FLOOR_QUEUE,
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowTaskTimeout: '3s',
      }),
    });
    const handle = this.client.workflow.getHandle(workflowId);
    return {
      workflowId,
      turn: async () => {
        const started = performance.now();
        await handle.executeUpdate(names.answer, { updateId: randomUUID() });
        return performance.now() - started;
      },
      hangUp: async () => {
        await handle.terminate();
      },
    };
  }
}
