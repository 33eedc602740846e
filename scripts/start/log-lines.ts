const WARN = 40;

interface LogLine {
  level: number;
  msg: string;
  err?: { message?: string };
}

/**
 * A process's log for the terminal of somebody who looks on: the message alone, and of a start or a stop only
 * what is wrong.
 */
export function readableLine(name: string, line: string, busy: boolean): string | undefined {
  const logged = parse(line);
  if (busy && (logged?.level ?? 0) < WARN) return undefined;
  if (!logged) return `${name}: ${line}`;
  const { msg, err } = logged;
  return `${name}: ${msg}${err?.message === undefined ? '' : `: ${err.message}`}`;
}

function parse(line: string): LogLine | undefined {
  try {
    const value = JSON.parse(line) as Partial<LogLine> | null;
    return typeof value?.level === 'number' && typeof value.msg === 'string' ? (value as LogLine) : undefined;
  } catch {
    return undefined;
  }
}
