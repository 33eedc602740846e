/** Milliseconds in which a signal that comes again is the same one, by another way. */
const ECHO = 1000;
const TICK = 500;

/**
 * To be called by a program that npm runs, before it listens for signals: it hears of each once, however many ways that
 * comes. A second one would mean that nothing is to be waited for.
 * @param {number} parent process id of npm, or of its shell
 */
function runUnderNpm(parent) {
  dropEchoes();
  endWithParent(parent);
}

/** The terminal (or systemd) tells this process and npm, and npm passes it on. */
function dropEchoes() {
  const emit = process.emit;
  /** @type {Map<string, number>} */
  const heard = new Map();
  const emitOnce = (/** @type {string} */ event, /** @type {unknown[]} */ ...args) => {
    if (event === 'SIGINT' || event === 'SIGTERM') {
      if (performance.now() - (heard.get(event) ?? -ECHO) < ECHO) return true;
      heard.set(event, performance.now());
      outliveEcho(event);
    }
    return Reflect.apply(emit, process, [event, ...args]);
  };
  process.emit = /** @type {typeof process.emit} */ (emitOnce);
}

/**
 * Where a program listens for the first signal only, the next one would end it.
 * @param {NodeJS.Signals} signal
 */
function outliveEcho(signal) {
  const ignore = () => undefined;
  process.on(signal, ignore);
  setTimeout(() => process.off(signal, ignore), ECHO).unref();
}

/**
 * A shell that npm has not become ends of a signal without a word.
 * @param {number} parent
 */
function endWithParent(parent) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, TICK);
  watch.unref();
}

module.exports = { runUnderNpm };
