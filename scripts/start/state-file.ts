import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { claim } from '../bootstrap/lock';
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
  const release = await claim(path);
  if (!release) return undefined;
  if (fresh) for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  return { path, release };
}
