/** Whatever takes longer than this many milliseconds shows that it goes on. */
const PATIENCE = 2000;
const TICK = 1000;
/** Where lines cannot be overwritten, such as in a CI log, one in a while is enough. */
const SPARSE_TICK = 30_000;

/**
 * Waits for some work and shows that it goes on, where it takes longer than two seconds.
 * @template T
 * @param {string} label what is being done, such as `Installing packages`
 * @param {Promise<T>} work
 * @param {{ isTTY?: boolean, write(text: string): unknown }} out
 * @returns {Promise<T>}
 */
async function progress(label, work, out = process.stdout) {
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  const show = (/** @type {string} */ end) =>
    out.write(out.isTTY ? `\r${label} … ${seconds()} s${end}` : `${label} … ${seconds()} s\n`);
  /** @type {NodeJS.Timeout | undefined} */
  let ticking;
  const patience = setTimeout(() => {
    show('');
    ticking = setInterval(() => show(''), out.isTTY ? TICK : SPARSE_TICK);
  }, PATIENCE);
  try {
    return await work;
  } finally {
    clearTimeout(patience);
    clearInterval(ticking);
    if (ticking) show('\n');
  }
}

module.exports = { progress };
