/** An XML element of a TwiML document: a plain value, so that it can be joined, checked and rewritten. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
}

export type AttributeValue = string | number | boolean | readonly string[] | null | undefined;

/**
 * Makes an element. Attributes without a value (undefined, null) are left out; lists are joined by a space,
 * as TwiML wants them (`input="dtmf speech"`). Empty strings are kept: `finishOnKey=""` has a meaning.
 */
export function element(
  name: string,
  attributes: Record<string, AttributeValue> = {},
  ...children: (Element | string)[]
): Element {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null) continue;
    kept[key] = Array.isArray(value) ? value.join(' ') : String(value);
  }
  return { name, attributes: kept, children };
}
