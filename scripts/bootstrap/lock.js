const { createHash } = require('node:crypto');
const { rmSync } = require('node:fs');
const { connect, createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { progress } = require('./progress');

const PAUSE = 200;

/**
 * A socket is a lock that ends with its process: a file alone would outlive it.
 * @param {string} what path of what only one process may use
 * @returns {Promise<(() => void) | undefined>} lets it go; undefined while somebody else has it
 */
async function claim(what) {
  const path = socketPath(what);
  const release = await listen(path);
  if (release || (await isListening(path))) return release;
  // Its owner has been killed.
  rmSync(path, { force: true });
  return listen(path);
}

/**
 * @param {string} path
 * @returns {Promise<(() => void) | undefined>} undefined: there is such a socket
 */
function listen(path) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => resolve(() => void server.close()));
    server.unref();
  });
}

/**
 * Does some work while no other process does any under the same lock.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function alone(what, work) {
  const release = await progress('Waiting for another command that is at work here', claimed(what));
  try {
    return await work();
  } finally {
    release();
  }
}

/** @param {string} what */
async function claimed(what) {
  for (;;) {
    const release = await claim(what);
    if (release) return release;
    await sleep(PAUSE);
  }
}

/**
 * Not beside what is locked: the path of a socket may have no more than 103 characters.
 * @param {string} what
 */
function socketPath(what) {
  const hash = createHash('sha256').update(what).digest('hex').slice(0, 16);
  return join(tmpdir(), `studio-engine-${hash}.lock`);
}

/**
 * @param {string} path
 * @returns {Promise<boolean>}
 */
function isListening(path) {
  return new Promise(resolve => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

module.exports = { alone, claim };
