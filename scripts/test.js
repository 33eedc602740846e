// Checks everything: `npm test`. All checks are made, also where an earlier one has failed.
//
//   TEST_RESULTS=FILE npm test    Jest's results as JSON, besides
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { checkNodeVersion } = require('./bootstrap/node-version');

checkNodeVersion();

const root = join(__dirname, '..');
const { install } = require('./bootstrap/install');

const results = process.env['TEST_RESULTS'];

/** @type {[what: string, tool: string, ...args: string[]][]} */
const checks = [
  ['Format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['Lint', 'eslint', '.'],
  ['Types', 'tsc', '--noEmit'],
  ['Tests', 'jest', ...(results ? ['--json', `--outputFile=${results}`] : [])],
];

async function main() {
  await install(root);
  const failed = checks.filter(check => !passes(check)).map(([what]) => what);
  if (failed.length > 0) throw new Error(`Failed: ${failed.join(', ')}`);
}

/** @param {[what: string, tool: string, ...args: string[]]} check */
function passes([what, tool, ...args]) {
  console.log(`\n${what}`);
  const begun = Date.now();
  const { status } = spawnSync(join(root, 'node_modules', '.bin', tool), args, {
    cwd: root,
    stdio: 'inherit',
  });
  console.log(`${what}: ${status === 0 ? 'ok' : 'FAILED'}, ${Math.round((Date.now() - begun) / 1000)} s`);
  return status === 0;
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
