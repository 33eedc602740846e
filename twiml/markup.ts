import { ILLEGAL } from './characters';
import type { Element } from './element';
import { ssml } from './elements/speech';
import { TwimlError } from './error';
import { parseXml } from './xml';

const tags = Object.keys(ssml).join('|');
/** A `<` that does not begin a tag of SSML. */
const OTHER_LESS_THAN = new RegExp(`<(?!/?(?:${tags})[\\s/>])`, 'g');
const ILLEGAL_CHARACTERS = new RegExp(`[${ILLEGAL}]`, 'gu');
/** An `&` that does not begin a reference. */
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/g;

/**
 * What `<Say>` holds for a text that may be marked up with SSML
 * (https://www.twilio.com/docs/voice/twiml/say/text-speech#use-ssml): elements that Twilio knows stay elements,
 * everything else is text. A text whose tags do not fit together is plain text as a whole.
 */
export function markup(text: string): (Element | string)[] {
  if (!text.includes('<') && !text.includes('&')) return text === '' ? [] : [text];
  const xml = text
    .replace(ILLEGAL_CHARACTERS, '')
    .replace(BARE_AMPERSAND, '&amp;')
    .replace(OTHER_LESS_THAN, '&lt;');
  try {
    return parseXml(`<Say>${xml}</Say>`).children;
  } catch (error) {
    if (error instanceof TwimlError) return [text];
    throw error;
  }
}
