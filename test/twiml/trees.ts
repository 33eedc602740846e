import { fc } from '../setup/fuzz';
import type { Element } from '../../twiml/element';

/** Any UTF-16 text, legal in XML or not, with what needs care made frequent. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('<', '>', '&', '"', "'", '\t', '\n', '\r', ' ', ']]>', '<!--', '&amp;', '😀', 'a', 'Ω'),
      fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code)),
    ),
    { maxLength: 12 },
  )
  .map(parts => parts.join(''));

/** The same text without what XML 1.0 does not allow, found out character by character. */
export function legal(text: string): string {
  return Array.from(text)
    .filter(character => {
      const code = character.codePointAt(0)!;
      if (code < 0x20) return code === 9 || code === 10 || code === 13;
      return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
    })
    .join('');
}

const names = ['Say', 'Play', 'Gather', 'Dial', 'Number', 'break', 'say-as', 'Parameter', 'Unheard-of'];
const attributeNames = ['action', 'timeout', 'xml:lang', 'interpret-as', 'url', 'value'];

/** A verb with any attributes and any content. */
export const anyElement = fc.letrec<{ element: Element }>(tie => ({
  element: fc.record({
    name: fc.constantFrom(...names),
    attributes: fc.dictionary(fc.constantFrom(...attributeNames), anyText, { noNullPrototype: true }),
    children: fc.array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, anyText, tie('element')), {
      maxLength: 4,
    }),
  }),
})).element;

/** The tree without what XML does not allow. */
export function legalTree({ name, attributes, children }: Element): Element {
  return {
    name,
    attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, legal(value)])),
    children: children.map(child => (typeof child === 'string' ? legal(child) : legalTree(child))),
  };
}
