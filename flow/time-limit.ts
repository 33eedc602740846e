import { createContext, Script } from 'node:vm';

/** The work did not end in time and was stopped. */
export class TimeLimitError extends Error {
  constructor(milliseconds: number) {
    super(
      milliseconds === 0 ? 'stopped: the time of this turn is used up' : `stopped after ${milliseconds} ms`,
    );
    this.name = 'TimeLimitError';
  }
}

const sandbox: { work?: () => unknown } = createContext({});
const script = new Script('work()');

/** The budget of the work in hand. */
let budget: TimeBudget | undefined;

/** Milliseconds that pieces of limited work share: each may be harmless, and all together stall a process. */
export class TimeBudget {
  constructor(private milliseconds: number) {}

  get left(): number {
    return Math.max(Math.floor(this.milliseconds), 0);
  }

  spend(milliseconds: number): void {
    this.milliseconds -= milliseconds;
  }
}

/** Whatever has a time limit within this synchronous work takes its time from the budget. */
export function withinBudget<T>(shared: TimeBudget, work: () => T): T {
  const outer = budget;
  budget = shared;
  try {
    return work();
  } finally {
    budget = outer;
  }
}

/** How often work is begun that gets no time from the machine, or from the container that it runs in. */
const ATTEMPTS = 3;

/**
 * Runs synchronous work and stops it, wherever it is, when its time, or that of the budget, is up. Only V8 itself can
 * stop a regular expression or a loop from within the same thread, and node:vm is the way to ask it. Costs 0.06 ms.
 * Work that was held back more than it ran is begun again: it must do no harm by being done twice.
 * @throws TimeLimitError, and whatever the work throws
 */
export function withTimeLimit<T>(milliseconds: number, work: () => T): T {
  for (let attempt = 1; ; attempt += 1) {
    const timeout = Math.min(milliseconds, budget?.left ?? milliseconds);
    if (timeout === 0) throw new TimeLimitError(0);
    const ran = stopwatch();
    sandbox.work = work;
    try {
      return script.runInContext(sandbox, { timeout }) as T;
    } catch (error) {
      if (!isTimeout(error)) throw error;
      if (attempt === ATTEMPTS || ran() > timeout / 2) throw new TimeLimitError(timeout);
    } finally {
      delete sandbox.work;
      budget?.spend(ran());
    }
  }
}

/** @returns tells the milliseconds in which this thread can have run: other threads count, and other processes do not */
function stopwatch(): () => number {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return Math.min(performance.now() - begun, (user + system) / 1000);
  };
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
