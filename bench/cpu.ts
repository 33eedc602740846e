import { existsSync, readFileSync } from 'node:fs';

/** The unit of times in /proc, which Linux fixes at a hundredth of a second for all programs. */
const TICK_MS = 10;

/** CPU milliseconds of each process since it began, all its threads included; NaN where there is no /proc. */
export function cpuTimes(pids: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuTime(pid)]));
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: utime and stime */
function cpuTime(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return NaN;
  // The program's name comes second, in brackets, and may hold spaces.
  const fields = readFileSync(file, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
