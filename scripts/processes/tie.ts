import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

let reaper: Writable | undefined;

/**
 * Has a child process ended when this process is gone, even where this one is killed.
 * @returns to be called when the child has ended
 */
export function tie(pid: number): () => void {
  reaper ??= startReaper();
  const pipe = reaper;
  pipe.write(`+${pid}\n`);
  return () => {
    pipe.write(`-${pid}\n`);
  };
}

function startReaper(): Writable {
  const child = spawn(process.execPath, [require.resolve('./reaper')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // It is there for the end of this process, and must not delay it.
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child.stdin;
}
