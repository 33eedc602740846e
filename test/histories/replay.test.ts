import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { workflowBundle } from '../setup/bundle';
import { readHistory, type History } from './read-history';

const names = readdirSync(__dirname).filter(file => file.endsWith('.json'));

async function replay(history: History): Promise<void> {
  const { workflowId } = history.events?.[0]?.workflowExecutionStartedEventAttributes ?? {};
  const options = { workflowBundle: { codePath: await workflowBundle() } };
  // Without its id an execution would open an address for replies that come to itself.
  await Worker.runReplayHistory(options, history, workflowId ?? undefined);
}

beforeAll(() => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  });
});

describe('executions that began with earlier workflow code', () => {
  it.each(names)('go on with the present code: %s', async name => {
    await replay(readHistory(join(__dirname, name)));
  });

  it('would be stopped by code that does something else', async () => {
    const history = readHistory(join(__dirname, 'logic-and-http.json'));
    for (const { activityTaskScheduledEventAttributes: task } of history.events ?? []) {
      if (task?.activityType) task.activityType.name = 'another-activity';
    }
    await expect(replay(history)).rejects.toThrow(/another-activity/);
  });

  it('are of every kind', () => {
    expect(names.length).toBeGreaterThan(30);
  });
});
