import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder';

export interface StateFile {
  path: string;
  release: () => void;
}

/**
 * The SQLite file that Temporal's state survives in, one for each account, as a flow belongs to one.
 * @param fresh what is in it is forgotten
 * @returns undefined while another start uses it
 */
export async function claimStateFile(
  accountSid: string,
  fresh: boolean,
  folder = cacheFolder(),
): Promise<StateFile | undefined> {
  const path = join(folder, `temporal-${accountSid}.db`);
  const lock = await claim(`${path}.lock`);
  if (!lock) return undefined;
  if (fresh) for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  return { path, release: () => void lock.close() };
}

/** A socket is a lock that ends with its process: a file alone would outlive it. */
async function claim(path: string): Promise<Server | undefined> {
  if (await isListening(path)) return undefined;
  rmSync(path, { force: true });
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  server.unref();
  return server;
}

function isListening(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
