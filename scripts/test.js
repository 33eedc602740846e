// Checks everything: `npm test`. All checks are made, also where an earlier one has failed.
//
//   TEST_RESULTS=FILE npm test    Jest's results as JSON, besides
const { spawn } = require('node:child_process');
const { join } = require('node:path');
const { checkNodeVersion } = require('./bootstrap/node-version');

checkNodeVersion();

const root = join(__dirname, '..');
const { install } = require('./bootstrap/install');
const { progress } = require('./bootstrap/progress');

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
  await install(root);
  const made = Promise.all(checks.map(check => failureOf(check, 'pipe')));
  const failures = await progress(checks.map(([what]) => what).join(', '), made);
  console.log('\nTests');
  failures.push(await failureOf(tests, 'inherit'));
  const failed = failures.filter(what => what !== undefined);
  if (failed.length > 0) throw new Error(`Failed: ${failed.join(', ')}`);
}

/**
 * @param {Check} check
 * @param {'pipe' | 'inherit'} output what is piped is printed at the end
 * @returns {Promise<string | undefined>} what has failed
 */
function failureOf([what, tool, ...args], output) {
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
      const seconds = Math.round((Date.now() - begun) / 1000);
      console.log(`${printed}${what}: ${code === 0 ? 'ok' : 'FAILED'}, ${seconds} s`);
      resolve(code === 0 ? undefined : what);
    });
  });
}

main().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
