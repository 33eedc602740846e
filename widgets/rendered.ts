import type { Json } from '../flow/json';
import { ILLEGAL } from '../twiml/characters';

const ILLEGAL_CHARACTERS = new RegExp(`[${ILLEGAL}]`, 'gu');

/**
 * The text that a template left, without the white space around it and what cannot stand in TwiML; undefined where
 * nothing is left.
 */
export function given(text: string | undefined): string | undefined {
  return text?.replace(ILLEGAL_CHARACTERS, '').trim() || undefined;
}

/** The same of a value of the Execution Context, which may be no text at all. */
export function givenText(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? given(value) : undefined;
}

/** The whole number in a rendered text; undefined where there is none, so that Twilio's default holds. */
export function wholeNumber(text: string | undefined): number | undefined {
  const trimmed = given(text);
  return trimmed !== undefined && /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : undefined;
}
