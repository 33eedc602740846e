// Runs a compiled part of the project straight after a clone: `node scripts/run.js gateway/main --help`.
const { runMain } = require('node:module');
const { join } = require('node:path');
const { checkNodeVersion } = require('./bootstrap/node-version');

checkNodeVersion();

const root = join(__dirname, '..');
// It may be gone before everything is installed and built.
const parent = process.ppid;
const { install } = require('./bootstrap/install');
const { build } = require('./bootstrap/build');

async function main() {
  await install(root);
  await build(root);
  const [entry, ...args] = process.argv.slice(2);
  if (!entry) return;
  const file = join(root, 'dist', `${entry}.js`);
  if (process.env['npm_lifecycle_event']) endWithParent();
  // In this process, as if it had been started itself: signals then need no passing on.
  process.argv = [process.execPath, file, ...args];
  runMain();
}

/** npm hands signals to the shell between it and this process, which ends of them without a word. */
function endWithParent() {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    // Once: a second signal means that nothing is to be waited for.
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
