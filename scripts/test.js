// Checks everything: `npm test`. All checks are made, also where an earlier one has failed.
const { spawn } = require('node:child_process');
const { join } = require('node:path');
const { parseArgs } = require('node:util');
const { checkNodeVersion } = require('./bootstrap/node-version');

checkNodeVersion();

const root = join(__dirname, '..');
const { install } = require('./bootstrap/install');
const { progress } = require('./bootstrap/progress');

const help = `Checks everything: format, lint, types and all tests, with servers that it installs itself.

  npm test                   takes no arguments
  npx jest -i test/widgets   the tests of one room alone

Environment:
  FLOWS_CORPUS=FOLDER  takes the exported flows of a folder through the tests, too
  FUZZ_SEED=NUMBER     makes up other input (1)
  TEST_RESULTS=FILE    writes Jest's results there as JSON, besides`;
const results = process.env['TEST_RESULTS'];

/** @typedef {[what: string, tool: string, ...args: string[]]} Check */

/** Made all at once: each leaves a processor idle. @type {Check[]} */
const checks = [
  ['Format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['Lint', 'eslint', '.'],
  ['Types', 'tsc', '--noEmit'],
];
/** @type {Check} */
const tests = ['Tests', 'jest', ...(results ? ['--json', `--outputFile=${results}`] : [])];

async function main() {
  if (readOptions().help) {
    console.log(help);
    return;
  }
  await install(root);
  const checking = Promise.all(checks.map(check => make(check, 'pipe')));
  const made = await progress(checks.map(([what]) => what).join(', '), checking);
  for (const { report } of made) console.log(report);
  console.log('\nTests');
  const tested = await make(tests, 'inherit');
  console.log(tested.report);
  const failed = [...made, tested].filter(({ ok }) => !ok).map(({ what }) => what);
  if (failed.length > 0) throw new Error(`Failed: ${failed.join(', ')}`);
}

function readOptions() {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    throw new Error(`${/** @type {Error} */ (error).message}\n\n${help}`, { cause: error });
  }
}

/**
 * @param {Check} check
 * @param {'pipe' | 'inherit'} output what is piped is in the report
 * @returns {Promise<{ what: string, ok: boolean, report: string }>}
 */
function make([what, tool, ...args], output) {
  const begun = Date.now();
  const child = spawn(join(root, 'node_modules', '.bin', tool), args, {
    cwd: root,
    stdio: ['ignore', output, output],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', data => (printed += String(data)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => {
      const ok = code === 0;
      const seconds = Math.round((Date.now() - begun) / 1000);
      resolve({ what, ok, report: `${printed}${what}: ${ok ? 'ok' : 'FAILED'}, ${seconds} s` });
    });
  });
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
