import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What is obtained once and kept for all clones: servers, the development state, how the phone gets in. */
export function cacheFolder(...names: string[]): string {
  const folder = join(homedir(), '.cache', 'studio-engine', ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}
