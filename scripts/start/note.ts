import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder';

/**
 * Tells other programs of this user what runs. It may hold tokens: it is readable by its user alone.
 * @returns takes it back, unless an engine that was started later has left its own
 */
export function leaveNote(name: string, content: object, folder = cacheFolder()): () => void {
  const file = join(folder, name);
  const text = JSON.stringify(content, null, 2);
  writeFileSync(file, text, { mode: 0o600 });
  // An older file keeps its mode.
  chmodSync(file, 0o600);
  return () => {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) rmSync(file);
  };
}

/** undefined: there is none that can be read. */
export function readNote(name: string, folder = cacheFolder()): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8'));
  } catch {
    return undefined;
  }
}
