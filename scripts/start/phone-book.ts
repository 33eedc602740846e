import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PhoneBook } from '../../phone/book';
import { cacheFolder } from '../cache-folder';

/**
 * Tells the phone where the engine is. The file holds tokens: it is readable by its user alone.
 * @returns takes it back, unless an engine that was started later has written its own
 */
export function writePhoneBook(book: PhoneBook, folder = cacheFolder()): () => void {
  const file = join(folder, 'phone.json');
  const text = JSON.stringify(book, null, 2);
  writeFileSync(file, text, { mode: 0o600 });
  // An older file keeps its mode.
  chmodSync(file, 0o600);
  return () => {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) rmSync(file);
  };
}
