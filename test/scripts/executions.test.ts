import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { WorkflowHandle } from '@temporalio/client';
import { activeExecutions, type ActiveExecution } from '../../scripts/executions/active-executions';
import { concurrently } from '../../scripts/executions/concurrently';
import { Ending } from '../../scripts/executions/ending';
import { run } from '../../scripts/executions/main';
import { activeQuery } from '../../scripts/executions/query';
import { leaveTemporalNote } from '../../scripts/start/temporal-note';
import { saveFlow } from '../../store/save-flow';
import { names } from '../../workflows/contract';
import { searchAttributes } from '../../workflows/search-attributes';
import { flowOf, gather } from '../e2e/flows';
import { until } from '../resilience/until';
import { ACCOUNT, Stage } from '../setup/stage';
import { executionInput } from '../workflows/execution-input';

let stage: Stage;
/** Of one test alone. */
let flowSid: string;

beforeAll(async () => {
  stage = await Stage.set();
}, 60_000);
afterAll(() => stage.close());
beforeEach(() => (flowSid = sid('FW')));

const sid = (prefix: string): string => prefix + randomUUID().replaceAll('-', '');

/** Where nobody works: what begins there stays as it is. */
const NOBODY = `nobody-${randomUUID()}`;

/** Begins an execution as the gateway does. */
async function begin(more: { contact?: string; taskQueue?: string; workflowId?: string; executionSid?: string } = {}) {
  const callSid = sid('CA');
  const { contact = '+15557654321', executionSid = sid('FN'), taskQueue = NOBODY } = more;
  const { workflowId = `${flowSid}/${callSid}` } = more;
  const handle = await stage.client.workflow.start(names.execution, {
    workflowId,
    taskQueue,
    args: [executionInput({ executionSid, accountSid: ACCOUNT, flowSid, sid: callSid })],
    typedSearchAttributes: [
      { key: searchAttributes.executionSid, value: executionSid },
      { key: searchAttributes.flowSid, value: flowSid },
      { key: searchAttributes.contactAddress, value: contact },
      { key: searchAttributes.callSid, value: callSid },
    ],
  });
  return { handle, executionSid, callSid, workflowId, contact };
}

async function statusOf(handle: WorkflowHandle): Promise<string> {
  return (await handle.describe()).status.name;
}

interface Said {
  status: number;
  stdout: string;
  stderr: string;
}

/** @param typed where given, somebody sits at a terminal, and types this */
async function executions(argv: string[], typed?: string): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const stdin = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  stdout.on('data', text => (said.stdout += String(text)));
  stderr.on('data', text => (said.stderr += String(text)));
  stdin.end(typed);
  const status = await run(argv, { stdin, stdout, stderr, env: { TEMPORAL_ADDRESS: stage.address } });
  return { status, ...said };
}

const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Record<string, unknown>);

async function found(...filters: string[]): Promise<Record<string, unknown>[]> {
  return lines((await executions(['list', '--json', ...filters])).stdout);
}

/** Visibility lags behind what happens. */
async function untilFound(count: number, ...filters: string[]): Promise<void> {
  await until(async () => (await found(...filters)).length === count);
}

describe('npm run executions -- list', () => {
  it('shows what is active, for people and for programs', async () => {
    const one = await begin();
    await untilFound(1, '--flow', flowSid);
    const [shown] = await found('--flow', flowSid);
    const { handle: _, ...known } = one;
    expect(shown).toEqual({
      ...known,
      flowSid,
      flowName: null,
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      runId: expect.any(String) as string,
    });
    const { stdout, stderr, status } = await executions(['list', '--flow', flowSid]);
    const [head, row] = stdout.split('\n');
    expect(head).toMatch(/^SINCE +AGE +CONTACT +FLOW +CALL +EXECUTION +WORKFLOW ID$/);
    expect(row?.split(/ +/)).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      expect.stringMatching(/^\d+s$/),
      ...['+15557654321', flowSid, one.callSid, one.executionSid, one.workflowId],
    ]);
    expect(stderr).toBe(`1 execution active (Temporal at ${stage.address}, namespace default)\n`);
    expect(status).toBe(0);
    await one.handle.terminate();
    await untilFound(0, '--flow', flowSid);
  });

  it('finds a contact by any address, and nobody else by it', async () => {
    const contacts = [
      'whatsapp:+15557654321',
      "sip:o'brien@example.com",
      'back\\slash',
      "x' OR ExecutionStatus = 'Running",
      "x\\' OR ExecutionStatus = 'Running",
      '"quoted"',
      'per%cent_',
      'Zoë',
    ];
    const all = await Promise.all(contacts.map(contact => begin({ contact })));
    await untilFound(contacts.length, '--flow', flowSid);
    for (const { contact, executionSid } of all) {
      expect(await found('--flow', flowSid, '--contact', contact)).toMatchObject([{ contact, executionSid }]);
    }
    const [first = '', second = ''] = contacts;
    expect(await found('--flow', flowSid, '--contact', first, '--contact', second)).toHaveLength(2);
    await concurrently(all, 10, ({ handle }) => handle.terminate());
  });

  it('finds what began long enough ago', async () => {
    const { handle } = await begin();
    await untilFound(1, '--flow', flowSid, '--older-than', '1s');
    expect(await found('--flow', flowSid, '--older-than', '1h')).toEqual([]);
    await handle.terminate();
  });

  it('tells which Temporal cannot be reached', async () => {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const env = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
    expect(await run(['list'], { stdin, stdout, stderr, env })).toBe(1);
    expect(String(stderr.read())).toMatch(
      /^Temporal at 127\.0\.0\.1:1, namespace default, cannot be reached: .*\nSet TEMPORAL_ADDRESS/,
    );
  });

  it('asks the Temporal of npm start where none is named', async () => {
    const home = process.env['HOME'];
    process.env['HOME'] = mkdtempSync(join(tmpdir(), 'home-'));
    try {
      const takeBack = leaveTemporalNote(stage.address);
      const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
      expect(await run(['list', '--flow', flowSid], { stdin, stdout, stderr, env: {} })).toBe(0);
      expect(String(stderr.read())).toContain(`Temporal at ${stage.address}`);
      takeBack();
    } finally {
      rmSync(process.env['HOME'], { recursive: true });
      process.env['HOME'] = home;
    }
  });
});

describe('npm run executions -- end', () => {
  const atOnce = ['--yes', '--wait', '0s'];

  it('only shows what would be ended', async () => {
    const { handle, executionSid } = await begin();
    await untilFound(1, '--flow', flowSid);
    const { status, stdout, stderr } = await executions(['end', '--flow', flowSid, '--dry-run']);
    expect([status, stdout]).toEqual([0, expect.stringContaining(executionSid)]);
    expect(stderr).toContain('1 execution would be ended');
    const all = await executions(['end', '--all', '--dry-run', '--json']);
    expect(lines(all.stdout)).toContainEqual(expect.objectContaining({ executionSid }));
    expect(await statusOf(handle)).toBe('RUNNING');
    await handle.terminate();
  });

  it('has nothing to do where nothing fits', async () => {
    const { status, stderr } = await executions(['end', '--flow', flowSid, '--yes']);
    expect([status, stderr]).toEqual([0, expect.stringContaining('No active execution fits')]);
  });

  it.each(['n\n', '\n', 'yesterday\n', ''])('ends nothing unless somebody says yes: %j', async typed => {
    const { handle } = await begin();
    await untilFound(1, '--flow', flowSid);
    const { status, stderr } = await executions(['end', '--flow', flowSid, '--terminate'], typed);
    expect(stderr).toContain(`End 1 execution (Temporal at ${stage.address}, namespace default)? [y/N] `);
    expect(stderr).toContain('None has been ended.');
    expect(status).toBe(1);
    expect(await statusOf(handle)).toBe('RUNNING');
    await handle.terminate();
  });

  it('tells those whose worker is away, says so, and terminates them where it must', async () => {
    const { handle, executionSid } = await begin();
    await untilFound(1, '--flow', flowSid);
    const told = await executions(['end', '--flow', flowSid, '--wait', '1s', '--json'], 'y\n');
    expect(told.status).toBe(1);
    expect(lines(told.stdout)).toMatchObject([{ executionSid, outcome: 'active' }]);
    expect(told.stderr).toContain('1 of 1 told to end\n0 of 1 have ended\n');
    expect(told.stderr).toContain('1 execution told to end, but still active: a worker is away');
    expect(await statusOf(handle)).toBe('RUNNING');

    const ended = await executions(['end', '--flow', flowSid, '--terminate', '--json', ...atOnce]);
    expect([ended.status, lines(ended.stdout)]).toMatchObject([0, [{ executionSid, outcome: 'terminated' }]]);
    expect(ended.stderr).toContain('1 of 1 terminated\n');
    expect(await statusOf(handle)).toBe('TERMINATED');
  });

  it('ends more than Temporal lists at once', async () => {
    const many = Array.from({ length: 1100 }, () => sid('CA'));
    await concurrently(many, 50, () => begin());
    await untilFound(many.length, '--flow', flowSid);
    const { status, stderr } = await executions(['end', '--flow', flowSid, '--terminate', ...atOnce]);
    expect(stderr).toContain('1100 of 1100 told to end');
    expect(stderr).toContain('1100 of 1100 terminated');
    expect(status).toBe(0);
    await untilFound(0, '--flow', flowSid);
  }, 90_000);
});

describe('with a worker, npm run executions -- end', () => {
  const { workflow } = { get workflow() { return stage.client.workflow; } };
});
