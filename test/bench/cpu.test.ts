import { existsSync } from 'node:fs';
import { cpuTimes } from '../../bench/cpu';

(existsSync('/proc/self/stat') ? describe : describe.skip)('CPU time of a process', () => {
  it('grows with what the process does', () => {
    const { self: before = NaN } = cpuTimes({ self: process.pid });
    const { user, system } = process.cpuUsage();
    const own = (user + system) / 1000;
    expect(Math.abs(before - own)).toBeLessThan(50);

    const until = process.cpuUsage().user + 100_000;
    while (process.cpuUsage().user < until);
    const { self: after = NaN } = cpuTimes({ self: process.pid });
    expect(after - before).toBeGreaterThanOrEqual(80);
  });

  it('is unknown where there is no such process', () => {
    expect(cpuTimes({ nobody: 2 ** 30 })).toEqual({ nobody: NaN });
  });
});
