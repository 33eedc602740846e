const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Interrupted, run } = require('./command');
const { alone } = require('./lock');
const { progress } = require('./progress');

/**
 * Installs the packages of package-lock.json, unless they are there.
 * @param {string} root
 */
async function install(root) {
  if (isInstalled(root)) return;
  await alone(root, async () => {
    if (!isInstalled(root)) await installAnew(root);
  });
}

/** @param {string} root */
async function installAnew(root) {
  try {
    await progress('Installing packages', npm(root, 'ci'));
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    // A registry that lacks a package of another platform fails `npm ci`, which has no use for it here.
    await progress(
      'Installing packages, without those for other platforms',
      npm(root, 'install', '--no-save'),
    );
  }
}

/**
 * @param {string} root
 * @param {string[]} words
 */
function npm(root, ...words) {
  const path = process.env['npm_execpath'];
  const [command, ...args] = path ? [process.execPath, path] : ['npm'];
  return run(command, [...args, ...words, '--include=dev', '--no-audit', '--no-fund'], { cwd: root });
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
