const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { run } = require('./command');
const { progress } = require('./progress');

/**
 * Installs the packages of package-lock.json, unless they are there.
 * @param {string} root
 */
async function install(root) {
  if (isInstalled(root)) return;
  const npm = process.env['npm_execpath'];
  const [command, ...args] = npm ? [process.execPath, npm, 'ci'] : ['npm', 'ci'];
  const options = ['--include=dev', '--no-audit', '--no-fund'];
  await progress('Installing packages', run(command, [...args, ...options], { cwd: root }));
}

/**
 * Does what npm has noted of node_modules agree with package-lock.json? Packages for other platforms are optional.
 * @param {string} root
 * @returns {boolean}
 */
function isInstalled(root) {
  const noted = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const there = packages(noted);
  return Object.entries(packages(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional || there[path]?.version === version,
  );
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packages(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}

module.exports = { install, isInstalled };
