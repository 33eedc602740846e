import { isObject } from '../../flow/json';
import { leaveNote, readNote } from './note';

const NAME = 'temporal.json';

/**
 * Tells programs that are given no Temporal server where the one of `npm start` is.
 * @returns takes it back
 */
export function leaveTemporalNote(address: string, folder?: string): () => void {
  return leaveNote(NAME, { address }, folder);
}

/** host:port; undefined: `npm start` runs no server. */
export function readTemporalNote(folder?: string): string | undefined {
  const note = readNote(NAME, folder);
  return isObject(note) && typeof note['address'] === 'string' ? note['address'] : undefined;
}
