import type { ActiveExecution } from './active-executions';
import { confirm } from './confirm';
import { Ending, type Outcome } from './ending';
import type { Io } from './io';
import { list } from './list';
import type { EndOptions } from './options';
import type { Temporal } from '../temporal/connect';

/** @returns the exit status */
export async function end(
  { client, name }: Temporal,
  found: AsyncIterable<ActiveExecution>,
  options: EndOptions,
  io: Io,
): Promise<number> {
  const { stdout, stderr } = io;
  if (options.dryRun) {
    const count = await list(client, found, options.json, io);
    stderr.write(`${executions(count)} would be ended (${name})\n`);
    return 0;
  }
  // Those that are counted here, and no others: more may begin while the question is answered.
  const active: ActiveExecution[] = [];
  for await (const execution of found) active.push(execution);
  if (active.length === 0) {
    stderr.write(`No active execution fits (${name})\n`);
    return 0;
  }
  if (!options.yes && !(await confirm(`End ${executions(active.length)} (${name})?`, io))) {
    stderr.write('None has been ended.\n');
    return 1;
  }
  const ending = new Ending(client, active, stderr);
  await ending.tell();
  await ending.wait(options.wait);
  if (options.terminate) await ending.terminate();
  const outcomes = ending.outcomes();
  if (options.json) {
    for (const { execution, ...outcome } of outcomes)
      stdout.write(`${JSON.stringify({ ...execution, ...outcome })}\n`);
  }
  return report(outcomes, stderr);
}

export function executions(count: number): string {
  return `${count} ${count === 1 ? 'execution' : 'executions'}`;
}

function report(outcomes: readonly Outcome[], stderr: Io['stderr']): number {
  for (const { execution, outcome, reason = '' } of outcomes) {
    if (outcome === 'failed') stderr.write(`${execution.workflowId}: not ended: ${reason}\n`);
  }
  const active = outcomes.filter(({ outcome }) => outcome === 'active').length;
  if (active > 0) {
    stderr.write(
      `${executions(active)} told to end, but still active: a worker is away, or busy with a widget that reaches ` +
        'outside.\nThey end when it takes them up; --terminate ends them at once.\n',
    );
  }
  return outcomes.every(({ outcome }) => outcome === 'ended' || outcome === 'terminated') ? 0 : 1;
}
