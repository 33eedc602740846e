import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { TurnResult, Turn } from '../../activities/contract';
import { workflowBundle } from '../setup/bundle';
import { installQuietRuntime } from '../setup/quiet-runtime';
import { sharedTemporalServer } from '../setup/temporal-server';
import type { Answer, Step } from '../../workflows/contract';
import { executionInput } from './execution-input';

const input = executionInput({ channel: 'request', trigger: 'incomingRequest' });
const streak = { widget: '', count: 0 };

/** Runs an execution with activities of the test's own. */
async function run(
  activities: Record<string, (argument: never) => Promise<unknown>>,
  test: (handle: WorkflowHandle) => Promise<void>,
): Promise<void> {
  installQuietRuntime();
  const server = await sharedTemporalServer();
  const { address } = server;
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const { workflow } = new Client({ connection });
  const taskQueue = `unforeseen-${randomUUID()}`;
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: { codePath: await workflowBundle() },
    activities,
  });
  await worker.runUntil(async () => {
    await test(await workflow.start('execution', { taskQueue, workflowId: taskQueue, args: [input] }));
  });
  await Promise.all([connection.close(), native.close()]);
  await server.stop();
}

describe('an error that nobody has foreseen', () => {
  it('is the end of the execution, and not a task that is tried again for ever', async () => {
    // Nothing that a turn results in.
    const advance = () => Promise.resolve({ steps: [], streak });
    await run({ advance }, async handle => {
      const updated = handle.executeUpdate<Answer, [object]>('webhook', { args: [{}] });
      await expect(handle.result()).rejects.toThrow('Workflow execution failed');
      expect(await updated.catch((error: unknown) => error)).not.toMatchObject({ status: 'active' });
    });
  });

  it('in what a widget does outside takes its failure transition, and the step tells of it', async () => {
    const call = { widget: 'text', type: 'send-message', input: {}, idempotent: false, seconds: 15 };
    const advance = ({ event }: Turn): Promise<TurnResult> => {
      if (event === 'incomingRequest') {
        return Promise.resolve({ steps: [], streak, then: { kind: 'call', ...call, failure: 'failed' } });
      }
      const step = { flowSid: input.flowSid, widget: 'text', type: 'send-message', next: null, changes: [] };
      const then = { kind: 'end', twiml: '', reason: 'completed' } as const;
      return Promise.resolve({ steps: [{ ...step, event: event ?? '' }], streak, then });
    };
    const mistake = (): Promise<never> =>
      Promise.reject(
        ApplicationFailure.fromError(new TypeError('a is not a function'), { nonRetryable: true }),
      );
    await run({ advance, 'send-message': mistake }, async handle => {
      expect(await handle.result()).toMatchObject({ reason: 'completed' });
      expect(await handle.query<Step[]>('steps')).toMatchObject([
        {
          name: 'failed',
          from: 'text',
          warnings: [
            { code: 81014, message: expect.stringContaining('text: a is not a function') as string },
          ],
        },
      ]);
    });
  });
});
