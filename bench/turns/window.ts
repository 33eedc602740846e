import type { Client } from '@temporalio/client';
import { cpuTimes } from '../cpu';
import type { Caller, Contender } from './contender';

/** What some seconds of turns have cost. */
export interface Window {
  /** Milliseconds of each turn. */
  turns: number[];
  /** Milliseconds of each call's beginning. */
  openings: number[];
  perSecond: number;
  /** CPU milliseconds a turn, by process. */
  cpu: Record<string, number>;
  /** History events, and bytes of history, that a turn adds. */
  events: number;
  bytes: number;
}

export interface WindowOptions {
  contender: Contender;
  /** Calls that exist; each takes its part of the turns, so that histories stay short. */
  calls: number;
  /** How many of them have a turn at the same time. */
  atOnce: number;
  seconds: number;
  client: Client;
  pids: Record<string, number>;
}

/** Begins calls, has turns in them for so many seconds without a pause, and ends them. */
export async function measureWindow(options: WindowOptions): Promise<Window> {
  const { contender, client, pids, seconds } = options;
  const callers: Caller[] = [];
  const openings: number[] = [];
  for (let opened = 0; opened < options.calls; opened += 1) {
    const began = performance.now();
    callers.push(await contender.open());
    openings.push(performance.now() - began);
  }
  const before = await historySizes(client, callers);
  const cpuBefore = cpuTimes(pids);
  const turns: number[] = [];
  const start = performance.now();
  const deadline = start + seconds * 1000;
  const waiting = [...callers];
  const line = async (): Promise<void> => {
    while (performance.now() < deadline) {
      const caller = waiting.shift()!;
      turns.push(await caller.turn());
      waiting.push(caller);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, line));
  const took = performance.now() - start;
  const cpuAfter = cpuTimes(pids);
  const after = await historySizes(client, callers);
  await Promise.all(callers.map(caller => caller.hangUp()));
  return {
    turns,
    openings,
    perSecond: (turns.length / took) * 1000,
    cpu: Object.fromEntries(
      Object.entries(cpuAfter).map(([name, ms]) => [name, (ms - (cpuBefore[name] ?? NaN)) / turns.length]),
    ),
    events: (after.events - before.events) / turns.length,
    bytes: (after.bytes - before.bytes) / turns.length,
  };
}

/** Of all calls together, as the server counts them. */
async function historySizes(
  client: Client,
  callers: readonly Caller[],
): Promise<{ events: number; bytes: number }> {
  const sum = { events: 0, bytes: 0 };
  for (const { workflowId } of callers) {
    const { historyLength, historySize = 0 } = await client.workflow.getHandle(workflowId).describe();
    sum.events += historyLength;
    sum.bytes += historySize;
  }
  return sum;
}
