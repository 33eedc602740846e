// Runs a compiled part of the project straight after a clone: `node scripts/run.js gateway/main --help`.
const { runMain } = require('node:module');
const { join } = require('node:path');
const { checkNodeVersion } = require('./bootstrap/node-version');

checkNodeVersion();

const root = join(__dirname, '..');
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
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
