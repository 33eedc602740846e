import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { workflowBundle } from '../setup/bundle';
import { installQuietRuntime } from '../setup/quiet-runtime';
import { sharedTemporalServer } from '../setup/temporal-server';
import type { Answer } from '../../workflows/contract';
import { executionInput } from './execution-input';

const input = executionInput({ channel: 'request', trigger: 'incomingRequest' });

describe('an error that nobody has foreseen', () => {
  it('is the end of the execution, and not a task that is tried again for ever', async () => {
    installQuietRuntime();
    const server = await sharedTemporalServer();
    const { address } = server;
    const [connection, native] = await Promise.all([
      Connection.connect({ address }),
      NativeConnection.connect({ address }),
    ]);
    const { workflow } = new Client({ connection });
    const taskQueue = `unforeseen-${process.pid}-${Date.now()}`;
    const worker = await Worker.create({
      connection: native,
      taskQueue,
      workflowBundle: { codePath: await workflowBundle() },
      // Nothing that a turn results in.
      activities: { advance: () => Promise.resolve({ steps: [], streak: { widget: '', count: 0 } }) },
    });
    await worker.runUntil(async () => {
      const handle = await workflow.start('execution', { taskQueue, workflowId: taskQueue, args: [input] });
      const updated = handle.executeUpdate<Answer, [object]>('webhook', { args: [{}] });
      await expect(handle.result()).rejects.toThrow('Workflow execution failed');
      expect(await updated.catch((error: unknown) => error)).not.toMatchObject({ status: 'active' });
    });
    await Promise.all([connection.close(), native.close()]);
    await server.stop();
  });
});
