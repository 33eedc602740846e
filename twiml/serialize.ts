import { ILLEGAL } from './characters';
import type { Element } from './element';

const IN_TEXT = new RegExp(`[&<>\\r${ILLEGAL}]`, 'u');
const IN_ATTRIBUTE = new RegExp(`[&<"\\t\\n\\r${ILLEGAL}]`, 'u');
const ALL_IN_TEXT = new RegExp(IN_TEXT, 'gu');
const ALL_IN_ATTRIBUTE = new RegExp(IN_ATTRIBUTE, 'gu');

const references: Partial<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

/** A whole TwiML document, byte for byte as Twilio's own helper libraries write it. */
export function document(verbs: readonly Element[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${serialize({ name: 'Response', attributes: {}, children: [...verbs] })}`;
}

/**
 * An element and all it holds. Text and attribute values may be anything: what XML cannot hold is left out.
 * Names are taken as they are.
 */
export function serialize(element: Element): string {
  let tag = '<' + element.name;
  for (const [name, value] of Object.entries(element.attributes)) {
    tag += ' ' + name + '="' + escapeAttribute(value) + '"';
  }
  let content = '';
  for (const child of element.children) {
    content += typeof child === 'string' ? escapeText(child) : serialize(child);
  }
  return content === '' ? tag + '/>' : tag + '>' + content + '</' + element.name + '>';
}

function escapeText(text: string): string {
  return IN_TEXT.test(text) ? text.replace(ALL_IN_TEXT, reference) : text;
}

function escapeAttribute(value: string): string {
  return IN_ATTRIBUTE.test(value) ? value.replace(ALL_IN_ATTRIBUTE, reference) : value;
}

function reference(character: string): string {
  return references[character] ?? '';
}
