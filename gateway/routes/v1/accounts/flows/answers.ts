import { document } from '../../../../../twiml/serialize';
import { element } from '../../../../../twiml/element';

/** To whoever wants no TwiML. */
export const EMPTY = document([]);

/** To a call whose flow has ended. */
export const HANGUP = document([element('Hangup')]);

/** To a caller who cannot be served. */
export function apology(text: string): string {
  return document([element('Say', {}, text), element('Hangup')]);
}

/** A secret as it can stand in XML, in a text and in an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
}
