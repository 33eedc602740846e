const { createHash } = require('node:crypto');
const { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { run } = require('./command');
const { alone } = require('./lock');
const { progress } = require('./progress');

const NOT_SOURCES = new Set(['node_modules', 'dist', 'test', 'docs', 'coverage']);

/** Made from all workflows. */
const BUNDLE = 'workflow-bundle';

/**
 * Compiles the sources and bundles the workflows into dist/, unless nothing has changed since.
 * @param {string} root
 */
async function build(root) {
  const sources = hashSources(root);
  const stamp = join(root, 'dist', '.sources');
  const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === sources;
  if (isBuilt()) return;
  await alone(root, async () => {
    if (isBuilt()) return;
    await progress('Compiling', compile(root));
    writeFileSync(stamp, sources);
  });
}

/** @param {string} root */
async function compile(root) {
  removeOrphans(root);
  const options = { cwd: root };
  await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], options);
  await run(process.execPath, ['-e', "require('./dist/worker/bundle').writeBundle()"], options);
}

/**
 * Removes what was compiled from sources that are gone: `a.js` would be taken before a new `a/index.js`.
 * @param {string} root
 */
function removeOrphans(root) {
  const dist = join(root, 'dist');
  if (!existsSync(dist)) return;
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const [, source] = /^(.+)\.js(?:\.map)?$/.exec(file) ?? [];
    if (source === undefined || source === BUNDLE) continue;
    if (!['.ts', '.js'].some(type => existsSync(join(root, source + type)))) rmSync(join(dist, file));
  }
}

/**
 * One hash for everything that dist/ is made of.
 * @param {string} root
 */
function hashSources(root) {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', ...sourceFiles(root)]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} root */
function sourceFiles(root) {
  const rooms = readdirSync(root, { withFileTypes: true }).filter(
    entry => entry.isDirectory() && !entry.name.startsWith('.') && !NOT_SOURCES.has(entry.name),
  );
  return rooms
    .flatMap(({ name }) =>
      readdirSync(join(root, name), { recursive: true, encoding: 'utf8' }).map(file => join(name, file)),
    )
    .filter(file => /\.(ts|js)$/.test(file))
    .sort();
}

module.exports = { build, hashSources, removeOrphans };
