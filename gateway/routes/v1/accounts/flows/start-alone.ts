import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../../../../../workflows/contract';
import { EngineError, toEngineError } from '../../../../engine-error';
import type { Engine, StartOptions } from '../../../../engine';

/** Milliseconds between looks at whether the execution that makes way is over. */
const PAUSE = 50;

/**
 * Starts an execution where one may just be coming to its end, which leaves messages to the next; the deadline of
 * `Engine.within` ends the wait.
 * @param supersedes a call of the same caller that is under way has to make way
 * @returns taken: an execution that has ended since has taken it
 */
export async function startAlone(
  engine: Engine,
  starting: StartOptions,
  supersedes: boolean,
): Promise<Answer | 'taken' | undefined> {
  const { input, workflowId, updateId } = starting;
  let told = false;
  for (;;) {
    // Anew each time: one that has ended meanwhile may have taken it without having answered.
    const taken = input.channel === 'call' ? [] : await engine.taken(workflowId);
    if (taken.includes(updateId)) return 'taken';
    const start = taken.length > 0 ? { ...starting, input: { ...input, taken } } : starting;
    const answer = await engine.start(start).catch((error: unknown) => {
      if (supersedes && isBusy(error)) return 'busy' as const;
      throw error;
    });
    if (answer !== 'busy' && (answer || input.channel === 'call')) return answer;
    if (answer === 'busy' && !told) await engine.end(workflowId, 'superseded');
    told = true;
    await sleep(PAUSE);
  }
}

/** Another call holds the workflow id. */
export function isBusy(error: unknown): boolean {
  const known = toEngineError(error);
  return known instanceof EngineError && known.fault === 'busy';
}
