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
const { runUnderNpm } = require('./bootstrap/under-npm');

async function main() {
  await install(root);
  await build(root);
  const [entry, ...args] = process.argv.slice(2);
  if (!entry) return;
  const file = join(root, 'dist', `${entry}.js`);
  if (process.env['npm_lifecycle_event']) runUnderNpm(parent);
  // In this process, as if it had been started itself: signals then need no passing on.
  process.argv = [process.execPath, file, ...args];
  runMain();
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
