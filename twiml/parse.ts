import type { Element } from './element';
import { TwimlError } from './error';
import { parseXml } from './xml';

/** Twilio's limit for a TwiML document (https://www.twilio.com/docs/api/errors/11750). */
const MAX_BYTES = 64 * 1024;

/**
 * Reads a TwiML document. White space around texts is trimmed and that between verbs dropped; inside `<Say>`,
 * where it separates words from markup, it is kept.
 * @throws TwimlError 11750 too large, 11770 empty, 12100 not XML, 12102 the root is not `<Response>`
 */
export function parseTwiml(xml: string): Element {
  const bytes = Buffer.byteLength(xml);
  if (bytes > MAX_BYTES) {
    throw new TwimlError(11750, `the document has ${bytes} bytes, TwiML may have ${MAX_BYTES}`);
  }
  const document = xml.trimStart(); // a byte order mark counts as white space
  if (document === '') throw new TwimlError(11770, 'the document is empty; TwiML is at least <Response/>');
  const root = parseXml(document);
  if (root.name !== 'Response') {
    throw new TwimlError(12102, `the root element must be <Response>, not <${root.name}>`);
  }
  return trimmed(root);
}

function trimmed(element: Element): Element {
  const children = element.name === 'Say' ? trimEnds(element.children) : element.children.map(trimChild);
  return { ...element, children: children.filter(child => child !== '') };
}

function trimChild(child: Element | string): Element | string {
  return typeof child === 'string' ? child.trim() : trimmed(child);
}

function trimEnds(children: Element['children']): Element['children'] {
  return children.map((child, index) => {
    if (typeof child !== 'string') return child;
    const head = index === 0 ? child.trimStart() : child;
    return index === children.length - 1 ? head.trimEnd() : head;
  });
}
