import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { ILLEGAL } from './characters';
import type { Element } from './element';
import { TwimlError } from './error';

/** Far deeper than any TwiML; a document that nests deeper is an attack or a mistake. */
const MAX_DEPTH = 32;
const ILLEGAL_CHARACTER = new RegExp(`[${ILLEGAL}]`, 'u');
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#(\d+)|#x([\da-fA-F]+));|[&<]/g;
const named: Partial<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';
/** How the parser writes a node: its name (or TEXT, CDATA) and what is in it; its attributes. */
type Node = Record<string, unknown>;

// References are resolved here and not by the parser, which would leave those that it does not know, and bare
// ampersands, as they are: a document that Twilio refuses must not pass.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: TEXT,
  cdataPropName: CDATA,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
  jPath: false,
  onDangerousProperty: name => name,
});

/**
 * Reads a document of one root element: well-formed, without DTD, with no more than XML's own five entities.
 * Comments and processing instructions are left out, all white space is kept.
 * @throws TwimlError 12100
 */
export function parseXml(xml: string): Element {
  const illegal = ILLEGAL_CHARACTER.exec(xml)?.[0];
  if (illegal !== undefined) throw malformed(`${codePoint(illegal)} may not stand in XML; leave it out`);
  refuseDoctype(xml);
  const result = XMLValidator.validate(xml);
  if (result !== true) {
    const { msg, line, col } = result.err;
    const fix = msg.startsWith("char '&'") ? ' Write it as &amp;' : '';
    throw malformed(`line ${line}, column ${col}: ${msg.slice(0, 200)}${fix}`);
  }
  // Wrapped, so that what stands beside the root element is seen: the parser by itself drops it.
  const [first, ...others] = elements(nodesOf(`<_>${xml}</_>`)).filter(notBlank);
  if (first === undefined || typeof first === 'string' || others.length > 0) {
    throw malformed('there must be one root element and nothing beside it');
  }
  return first;
}

/** A document type declaration could define entities of any size, or fetch them. None is ever needed. */
function refuseDoctype(xml: string): void {
  for (let at = xml.indexOf('<!'); at >= 0; at = xml.indexOf('<!', at)) {
    const close = xml.startsWith('<!--', at) ? '-->' : xml.startsWith('<![CDATA[', at) ? ']]>' : null;
    if (close === null) throw malformed('a document type declaration is not allowed; leave <!DOCTYPE out');
    const end = xml.indexOf(close, at + 4);
    if (end < 0) throw malformed(`${close} is missing`);
    at = end + close.length;
  }
}

function nodesOf(wrapped: string): Node[] {
  try {
    const [wrapper] = parser.parse(wrapped) as [{ _: Node[] }];
    return wrapper._;
  } catch (error) {
    throw malformed(error instanceof Error ? error.message.slice(0, 200) : String(error), error);
  }
}

function elements(nodes: Node[]): (Element | string)[] {
  const children: (Element | string)[] = [];
  for (const node of nodes) {
    const name = Object.keys(node).find(key => key !== ATTRIBUTES) ?? TEXT;
    if (name === TEXT) addText(children, resolve(node[TEXT] as string, 'the text'));
    else if (name === CDATA) addText(children, (node[CDATA] as { [TEXT]: string }[])[0]?.[TEXT] ?? '');
    else
      children.push({ name, attributes: attributes(name, node), children: elements(node[name] as Node[]) });
  }
  return children;
}

function attributes(element: string, node: Node): Record<string, string> {
  const resolved: Record<string, string> = {};
  for (const [name, value] of Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, string>)) {
    // Attribute values are normalised before references are resolved: https://www.w3.org/TR/xml/#AVNormalize
    resolved[name] = resolve(value.replace(/[\t\n]/g, ' '), `${name} of <${element}>`);
  }
  return resolved;
}

function addText(children: (Element | string)[], text: string): void {
  const last = children.at(-1);
  if (typeof last === 'string') children[children.length - 1] = last + text;
  else children.push(text);
}

function resolve(raw: string, place: string): string {
  return raw.replace(REFERENCE, (match: string, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return named[name] ?? '';
    if (match === '&') throw malformed(`a bare & or an unknown entity in ${place}; write & as &amp;`);
    if (match === '<') throw malformed(`a bare < in ${place}; write it as &lt;`);
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : parseInt(decimal, 10);
    const character = code <= 0x10ffff ? String.fromCodePoint(code) : '\0';
    if (ILLEGAL_CHARACTER.test(character)) throw malformed(`${match} in ${place} is no character of XML`);
    return character;
  });
}

function notBlank(child: Element | string): boolean {
  return typeof child !== 'string' || child.trim() !== '';
}

function codePoint(character: string): string {
  return 'U+' + (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

function malformed(reason: string, cause?: unknown): TwimlError {
  return new TwimlError(12100, `not well-formed XML: ${reason}`, { cause });
}
