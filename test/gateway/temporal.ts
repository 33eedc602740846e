import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { Turn, TurnResult } from '../../activities/contract';
import type { Json } from '../../flow/json';
import { workflowBundle } from '../setup/bundle';
import { startTemporalServer } from '../setup/temporal-server';

export const TASK_QUEUE = 'gateway-tests';

/** A Temporal server with a worker whose flow is the script below. */
export interface Temporal {
  env: TestWorkflowEnvironment;
  /** Turns that were taken, latest last. */
  turns: Turn[];
  stop(): Promise<void>;
}

export async function startTemporal(): Promise<Temporal> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const server = await startTemporalServer();
  const env = await TestWorkflowEnvironment.createFromExistingServer({ address: server.address });
  const turns: Turn[] = [];
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: await workflowBundle() },
    activities: {
      advance: (turn: Turn) => {
        turns.push(turn);
        return advance(turn);
      },
    },
  });
  const running = worker.run();
  return {
    env,
    turns,
    stop: async () => {
      worker.shutdown();
      await running;
      await env.teardown();
      await server.stop();
    },
  };
}

/**
 * A flow that asks for digits again and again: 9 ends it, 99 as if it had failed, `slow` in front makes it think for
 * two seconds.
 */
async function advance({ event, frames, session }: Turn): Promise<TurnResult> {
  const context = frames[0]?.context;
  const digits = event === 'keypress' ? text(context?.widgets['ask']?.['Digits']) : '';
  const pause = digits || text(context?.trigger['call']?.['Pause']);
  if (pause.startsWith('slow')) await new Promise(resolve => setTimeout(resolve, 2000));
  const twiml = `<?xml version="1.0" encoding="UTF-8"?><Response><Say>${session.step} ${digits}</Say></Response>`;
  const step = { flowSid: session.flowSid, widget: 'ask', type: 'gather', event: event ?? '', changes: [] };
  const end = digits.endsWith('9');
  return {
    steps: [{ ...step, next: end ? null : 'ask' }],
    streak: { widget: '', count: 0 },
    then: end
      ? {
          kind: 'end',
          ...(digits === '99' ? { twiml: '', reason: 'error' } : { twiml, reason: 'completed' }),
        }
      : {
          kind: 'wait',
          widget: 'ask',
          twiml,
          resume: [
            { event: 'keypress', message: true },
            { event: 'keypress', when: { Digits: true } },
          ],
        },
  };
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
