const { spawn } = require('node:child_process');

const LINES_SHOWN = 40;
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** Somebody wants this process to end. */
class Interrupted extends Error {}

/**
 * Runs a command to its end. It does not outlive this process where that is asked to end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number }} options
 * @returns {Promise<string>} what it printed
 * @throws Error with the last lines that it printed, when it cannot be run or fails; Interrupted
 */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let interrupted = false;
    const collect = (/** @type {Buffer} */ chunk) => void (output += String(chunk));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const interrupt = () => {
      interrupted = true;
      child.kill();
    };
    for (const signal of SIGNALS) process.on(signal, interrupt);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const each of SIGNALS) process.off(each, interrupt);
      if (code === 0) return resolve(output);
      if (interrupted) return reject(new Interrupted(`${command} was interrupted`));
      const shown = output.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
      reject(new Error(`${[command, ...args].join(' ')}: ${signal ?? `exit code ${code}`}\n${shown}`));
    });
  });
}

module.exports = { run, Interrupted };
