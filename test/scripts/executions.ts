import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { WorkflowHandle } from '@temporalio/client';
import { run } from '../../scripts/executions/main';
import { names } from '../../workflows/contract';
import { searchAttributes } from '../../workflows/search-attributes';
import { newSid } from '../setup/sid';
import { ACCOUNT, type Stage } from '../setup/stage';
import { until } from '../setup/until';
import { executionInput } from '../workflows/execution-input';

/** Where nobody works: what begins there stays as it is. */
const NOBODY = `nobody-${randomUUID()}`;

export interface Said {
  status: number;
  stdout: string;
  stderr: string;
}

/** What `--json` prints. */
export type Shown = Record<string, unknown>;

export interface Begun {
  handle: WorkflowHandle;
  executionSid: string;
  flowSid: string;
  callSid: string;
  workflowId: string;
  contact: string;
}

/** Begins an execution as the gateway does. */
export async function begin(
  { client }: Stage,
  flowSid: string,
  more: Partial<Omit<Begun, 'handle' | 'flowSid'>> & { taskQueue?: string } = {},
): Promise<Begun> {
  const {
    callSid = newSid('CA'),
    executionSid = newSid('FN'),
    contact = '+15557654321',
    taskQueue = NOBODY,
  } = more;
  const { workflowId = `${flowSid}/${callSid}` } = more;
  const handle = await client.workflow.start(names.execution, {
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
  return { handle, executionSid, flowSid, callSid, workflowId, contact };
}

export async function statusOf({ handle }: Begun): Promise<string> {
  return (await handle.describe()).status.name;
}

/**
 * Runs `npm run executions`.
 * @param typed where given, somebody sits at a terminal, and types this
 */
export async function executions(env: NodeJS.ProcessEnv, argv: string[], typed?: string): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const stdin = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  stdout.on('data', text => (said.stdout += String(text)));
  stderr.on('data', text => (said.stderr += String(text)));
  stdin.end(typed);
  const status = await run(argv, { stdin, stdout, stderr, env });
  return { status, ...said };
}

export function parseLines(text: string): Shown[] {
  const lines = text.split('\n').filter(Boolean);
  return lines.map(line => JSON.parse(line) as Shown);
}

export async function found({ address }: Stage, ...filters: string[]): Promise<Shown[]> {
  const { stdout } = await executions({ TEMPORAL_ADDRESS: address }, ['list', '--json', ...filters]);
  return parseLines(stdout);
}

/** Visibility lags behind what happens. */
export async function untilFound(stage: Stage, count: number, ...filters: string[]): Promise<void> {
  await until(async () => (await found(stage, ...filters)).length === count);
}
