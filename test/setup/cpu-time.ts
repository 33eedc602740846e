/** What work returns, and the milliseconds that it took of a processor, however much else the machine has to do. */
export function cpuTime<T>(work: () => T): { result: T; milliseconds: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, milliseconds: (user + system) / 1000 };
}
