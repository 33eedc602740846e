import type { PhoneBook } from '../../phone/book';
import { leaveNote } from './note';

/**
 * Tells the phone where the engine is.
 * @returns takes it back
 */
export function writePhoneBook(book: PhoneBook, folder?: string): () => void {
  return leaveNote('phone.json', book, folder);
}
