import type { Client } from '@temporalio/client';
import { readHead } from '../../store/read-head';
import type { ActiveExecution } from './active-executions';
import { formatDuration } from './duration';
import type { Io } from './io';

const COLUMNS = [20, 5, 20, 20, 34, 34] as const;
const HEAD = ['SINCE', 'AGE', 'CONTACT', 'FLOW', 'CALL', 'EXECUTION', 'WORKFLOW ID'];

/** Shows executions as they are read. @returns how many there were */
export async function list(
  client: Client,
  executions: AsyncIterable<ActiveExecution>,
  json: boolean,
  { stdout }: Io,
): Promise<number> {
  const names = new FlowNames(client);
  let count = 0;
  for await (const execution of executions) {
    const flowName = await names.of(execution.flowSid);
    if (count === 0 && !json) stdout.write(`${row(HEAD)}\n`);
    stdout.write(json ? `${JSON.stringify({ ...execution, flowName })}\n` : `${line(execution, flowName)}\n`);
    count += 1;
  }
  return count;
}

function line(execution: ActiveExecution, flowName: string | null): string {
  const { since, contact, flowSid, callSid, executionSid, workflowId } = execution;
  const begun = since.toISOString().replace(/\.\d+/, '');
  const age = formatDuration(Date.now() - since.getTime());
  return row([begun, age, contact, flowName ?? flowSid, callSid ?? '-', executionSid, workflowId]);
}

function row(cells: readonly string[]): string {
  // Names and addresses come from outside: a terminal must not take them for commands.
  const clean = cells.map(cell => cell.replace(/\p{Cc}+/gu, ' '));
  return clean.map((cell, at) => cell.padEnd(COLUMNS[at] ?? 0)).join('  ');
}

/** There are few flows, however many executions. */
class FlowNames {
  private readonly known = new Map<string, string | null>();

  constructor(private readonly client: Client) {}

  async of(flowSid: string): Promise<string | null> {
    const known = this.known.get(flowSid);
    if (known !== undefined) return known;
    const name = (await readHead(this.client, flowSid))?.friendlyName ?? null;
    this.known.set(flowSid, name);
    return name;
  }
}
