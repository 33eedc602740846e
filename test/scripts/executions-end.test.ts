import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { activeExecutions, type ActiveExecution } from '../../scripts/executions/active-executions';
import { concurrently } from '../../store/concurrently';
import { Ending } from '../../scripts/executions/ending';
import { Progress } from '../../scripts/executions/progress';
import { activeQuery } from '../../scripts/executions/query';
import { saveFlow } from '../../store/save-flow';
import { flowOf, gather } from '../e2e/flows';
import { until } from '../setup/until';
import { newSid } from '../setup/sid';
import { ACCOUNT, Stage } from '../setup/stage';
import { begin, executions, parseLines, statusOf, untilFound } from './executions';

let stage: Stage;
/** Of one test alone. */
let flowSid: string;

beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage.close());
beforeEach(() => (flowSid = newSid('FW')));

const end = (argv: string[], typed?: string) =>
  executions({ TEMPORAL_ADDRESS: stage.address }, ['end', ...argv], typed);

/** The executions of the flow, as they are found at a moment. */
async function snapshot(): Promise<ActiveExecution[]> {
  const all: ActiveExecution[] = [];
  for await (const one of activeExecutions(stage.client, activeQuery({ flows: [flowSid] }))) all.push(one);
  return all;
}

describe('progress', () => {
  it.each([
    ['overwrites itself on a terminal', true, '\r1 of 2 told\r2 of 2 told\r2 of 2 told\n'],
    ['is a line where nothing can be overwritten', false, '2 of 2 told\n'],
  ])('%s', async (_what, isTTY, expected) => {
    const out = Object.assign(new PassThrough(), { isTTY });
    const progress = new Progress(2, 'told', out);
    for (let step = 0; step < 2; step += 1) {
      await sleep(110);
      progress.step();
    }
    progress.end();
    expect(String(out.read())).toBe(expected);
  });
});

describe('npm run executions -- end', () => {
  it('only shows what would be ended', async () => {
    const one = await begin(stage, flowSid);
    await untilFound(stage, 1, '--flow', flowSid);
    const { status, stdout, stderr } = await end(['--flow', flowSid, '--dry-run']);
    expect([status, stdout]).toEqual([0, expect.stringContaining(one.executionSid)]);
    expect(stderr).toContain('1 execution would be ended');
    const all = parseLines((await end(['--all', '--dry-run', '--json'])).stdout);
    expect(all).toContainEqual(expect.objectContaining({ executionSid: one.executionSid }));
    expect(await statusOf(one)).toBe('RUNNING');
    await one.handle.terminate();
  });

  it('has nothing to do where nothing fits', async () => {
    const { status, stderr } = await end(['--flow', flowSid, '--yes']);
    expect([status, stderr]).toEqual([0, expect.stringContaining('No active execution fits')]);
  });

  it.each(['n\n', '\n', 'yesterday\n', ''])('ends nothing unless somebody says yes: %j', async typed => {
    const one = await begin(stage, flowSid);
    await untilFound(stage, 1, '--flow', flowSid);
    const { status, stderr } = await end(['--flow', flowSid, '--terminate'], typed);
    expect(stderr).toContain(`End 1 execution (Temporal at ${stage.address}, namespace default)? [y/N] `);
    expect(stderr).toContain('None has been ended.');
    expect(status).toBe(1);
    expect(await statusOf(one)).toBe('RUNNING');
    await one.handle.terminate();
  });

  it('tells those whose worker is away, says so, and terminates them where that is wanted', async () => {
    const one = await begin(stage, flowSid);
    const { executionSid } = one;
    await untilFound(stage, 1, '--flow', flowSid);
    const told = await end(['--flow', flowSid, '--wait', '1s', '--json'], 'y\n');
    expect(told.status).toBe(1);
    expect(parseLines(told.stdout)).toMatchObject([{ executionSid, outcome: 'active' }]);
    expect(told.stderr).toContain('1 of 1 told to end\n0 of 1 have ended\n');
    expect(told.stderr).toContain('1 execution told to end, but still active: a worker is away');
    expect(await statusOf(one)).toBe('RUNNING');

    const ended = await end(['--flow', flowSid, '--yes', '--wait', '0s', '--terminate', '--json']);
    expect(ended.status).toBe(0);
    expect(parseLines(ended.stdout)).toMatchObject([{ executionSid, outcome: 'terminated' }]);
    expect(ended.stderr).toContain('1 of 1 terminated\n');
    expect(await statusOf(one)).toBe('TERMINATED');
  });

  it('ends more than Temporal lists at once', async () => {
    const many = Array.from({ length: 1100 }, () => newSid('CA'));
    await concurrently(many, 50, callSid => begin(stage, flowSid, { callSid }));
    await until(async () => (await snapshot()).length === many.length);
    const { status, stderr } = await end(['--flow', flowSid, '--yes', '--wait', '0s', '--terminate']);
    expect(stderr).toContain('1100 of 1100 told to end');
    expect(stderr).toContain('1100 of 1100 terminated');
    expect(status).toBe(0);
    await untilFound(stage, 0, '--flow', flowSid);
  }, 90_000);
});

describe('with a worker, npm run executions -- end', () => {
  let taskQueue: string;
  beforeAll(async () => {
    await stage.startWorker();
    ({ taskQueue } = stage.settings);
  });
  beforeEach(async () => {
    await saveFlow(stage.client, taskQueue, {
      accountSid: ACCOUNT,
      flowSid,
      friendlyName: 'Reception',
      status: 'published',
      definition: flowOf(gather('ask', 'Key?', { keypress: null })),
    });
  });

  it('ends those that fit, waits until they have ended, and leaves the others', async () => {
    const contacts = ['+15550000001', '+15550000001', '+15550000002'];
    const all = await Promise.all(contacts.map(contact => begin(stage, flowSid, { contact, taskQueue })));
    await untilFound(stage, 3, '--flow', flowSid);
    const ours = ['--flow', flowSid, '--contact', '+15550000001'];
    const { status, stdout, stderr } = await end([...ours, '--yes']);
    expect(stderr).toBe('2 of 2 told to end\n2 of 2 have ended\n');
    expect([status, stdout]).toEqual([0, '']);
    expect(await Promise.all(all.map(statusOf))).toEqual(['COMPLETED', 'COMPLETED', 'RUNNING']);
    expect(await all[0]?.handle.result()).toMatchObject({ reason: 'ended' });
    await all[2]?.handle.terminate();
  });

  it('leaves an execution alone that began since, under the same workflow id', async () => {
    const workflowId = `${flowSid}/+15551230001/+15557654321`;
    const before = await begin(stage, flowSid, { workflowId, taskQueue });
    await until(async () => (await snapshot()).length === 1);
    const ending = new Ending(stage.client, await snapshot(), new PassThrough());
    await before.handle.terminate();
    const since = await begin(stage, flowSid, { workflowId, taskQueue });
    await ending.tell();
    await ending.wait(10_000);
    expect(ending.outcomes()).toMatchObject([
      { execution: { executionSid: before.executionSid }, outcome: 'ended' },
    ]);
    expect(await statusOf(since)).toBe('RUNNING');
    await since.handle.terminate();
  });

  it('ends an execution that goes on in another run by then', async () => {
    const before = await begin(stage, flowSid, { taskQueue });
    await until(async () => (await snapshot()).length === 1);
    const ending = new Ending(stage.client, await snapshot(), new PassThrough());
    // As if it had been continued as new.
    await before.handle.terminate();
    const { workflowId, executionSid } = before;
    const now = await begin(stage, flowSid, { workflowId, executionSid, taskQueue });
    await ending.tell();
    await ending.wait(10_000);
    expect(ending.outcomes()).toMatchObject([{ execution: { executionSid }, outcome: 'ended' }]);
    expect(await now.handle.result()).toMatchObject({ reason: 'ended' });
  });
});
