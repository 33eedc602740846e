import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';

/** Temporal's levels as pino names them; what the SDK does without being asked is nothing that operators look for. */
const LEVELS = { TRACE: 'trace', DEBUG: 'trace', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN'] as const;

/** Has all that Temporal's SDK tells, its native part too, go to our log. Once in a process. */
export function installRuntime(log: Logger): void {
  // What would not be shown is not made, either.
  const level = SEVERITIES.find(severity => log.isLevelEnabled(LEVELS[severity])) ?? 'ERROR';
  Runtime.install({
    logger: new DefaultLogger(level, ({ level, message, meta }) => log[LEVELS[level]](meta ?? {}, message)),
    // The libraries below the SDK tell more than anybody wants to know.
    telemetryOptions: { logging: { forward: {}, filter: { core: level, other: 'ERROR' } } },
    // Signals are ours: turns and calls that are under way are finished first.
    shutdownSignals: [],
  });
}
