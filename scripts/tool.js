// Runs a tool of node_modules straight after a clone: `node scripts/tool.js eslint .`.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { checkNodeVersion } = require('./bootstrap/node-version');

checkNodeVersion();

const root = join(__dirname, '..');
const { install } = require('./bootstrap/install');

async function main() {
  await install(root);
  const [tool, ...args] = process.argv.slice(2);
  const { status } = spawnSync(join(root, 'node_modules', '.bin', tool ?? ''), args, {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
