// Ends processes whose parent is gone, whatever became of it. Its stdin is a pipe from that parent, with a line
// `+PID` for each process that has begun and `-PID` for each that has ended; the pipe ends with the parent.

const GRACE = 5000;

/** @type {Set<number>} */
const pids = new Set();
let rest = '';

process.stdin.setEncoding('utf8');
process.stdin.on('data', text => {
  const lines = (rest + String(text)).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) {
    const pid = Number(line.slice(1));
    if (line.startsWith('+')) pids.add(pid);
    else pids.delete(pid);
  }
});
process.stdin.on('end', () => {
  for (const pid of pids) kill(pid, 'SIGTERM');
  if (pids.size > 0) setTimeout(() => [...pids].forEach(pid => kill(pid, 'SIGKILL')), GRACE);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    pids.delete(pid);
  }
}
