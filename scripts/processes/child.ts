import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { tie } from './tie';

/** A process that ends with this one at the latest. */
export interface Child {
  name: string;
  pid: number;
  /** Settles when the process is gone, however that came; tells how, such as `exit code 1`. */
  ended: Promise<string>;
  /** The last lines that it printed. */
  lastLines(): string[];
  /** Asks it to end, and insists after `grace` milliseconds. */
  stop(grace?: number): Promise<void>;
}

export interface ChildOptions {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Told of every line on stdout and stderr. */
  onLine?: (line: string) => void;
}

const LINES_KEPT = 30;
const GRACE = 10_000;

export async function startChild(name: string, options: ChildOptions): Promise<Child> {
  const { command, args, env, onLine } = options;
  // In a process group of its own: Ctrl-C reaches this process alone, which then ends the others in order.
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} has no process id`);
  const untie = tie(pid);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', line => {
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
      onLine?.(line);
    });
  }
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => {
    untie();
    return signal === null ? `exit code ${code ?? 'unknown'}` : String(signal);
  });
  return {
    name,
    pid,
    ended,
    lastLines: () => lines,
    async stop(grace = GRACE) {
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), grace);
      await ended;
      clearTimeout(insist);
    },
  };
}
