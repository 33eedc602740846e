import type { Element } from './element';
import type { AttributeType } from './elements/definition';
import { attributeType, elements } from './elements';

/** Something in a TwiML document that Twilio would not obey. */
export interface Problem {
  /** Such as `/Response/Gather[2]/@timeout`. */
  path: string;
  message: string;
  /** Twilio passes over what a warning names (https://www.twilio.com/docs/api/errors/12200); an error spoils a verb. */
  severity: 'error' | 'warning';
}

/** Compares a document with what Twilio's documentation knows, in the order of the document. */
export function checkTwiml(root: Element, kind: 'voice' | 'messaging'): Problem[] {
  if (root.name !== 'Response') {
    return [{ path: `/${root.name}`, message: 'the root element must be <Response>', severity: 'error' }];
  }
  return checkElement(root, null, '/Response', elements[kind]);
}

function checkElement(
  element: Element,
  parent: string | null,
  path: string,
  known: (typeof elements)['voice'],
): Problem[] {
  const definition = known.get(element.name);
  if (!definition) return [{ path, message: `<${element.name}> is not known`, severity: 'warning' }];
  const problems: Problem[] = [];
  const say = (severity: Problem['severity'], message: string, at = path) =>
    problems.push({ path: at, message, severity });

  if (parent !== null && !definition.parents.includes(parent)) {
    say(
      'warning',
      `<${element.name}> may not stand in <${parent}>, only in ${definition.parents.join(', ')}`,
    );
  }
  for (const [name, value] of Object.entries(element.attributes)) {
    const type = attributeType(definition, name);
    const at = `${path}/@${name}`;
    if (type === undefined) say('warning', `<${element.name}> has no attribute ${name}`, at);
    else if (!fits(value, type)) say('error', `must be ${described(type)}`, at);
  }
  const holdsText = element.children.some(child => typeof child === 'string' && child.trim() !== '');
  if (holdsText && !definition.text) say('warning', `<${element.name}> holds no text`);
  if (definition.text === 'required' && !holdsText && !element.children.some(isElement)) {
    const instead = definition.insteadOfText;
    if (instead === undefined || !element.attributes[instead]) say('error', `<${element.name}> needs a text`);
  }

  const counts = new Map<string, number>();
  for (const child of element.children.filter(isElement)) {
    const count = (counts.get(child.name) ?? 0) + 1;
    counts.set(child.name, count);
    problems.push(...checkElement(child, element.name, `${path}/${child.name}[${count}]`, known));
  }
  return problems;
}

function isElement(child: Element | string): child is Element {
  return typeof child !== 'string';
}

function fits(value: string, type: AttributeType): boolean {
  if (type === 'number') return /^\d+$/.test(value);
  if (type === 'boolean') return value === 'true' || value === 'false';
  if (type === 'method') return /^(?:GET|POST)$/i.test(value);
  if (typeof type === 'string' || 'url' in type) return true;
  if ('oneOf' in type) return type.oneOf.includes(value);
  const { listOf } = type;
  const entries = value.split(/\s+/).filter(entry => entry !== '');
  return entries.every(entry => (listOf === 'number' ? fits(entry, 'number') : listOf.includes(entry)));
}

function described(type: AttributeType): string {
  if (type === 'number') return 'a whole number, 0 or more';
  if (type === 'boolean') return 'true or false';
  if (type === 'method') return 'GET or POST';
  if (typeof type === 'string' || 'url' in type) return 'a text';
  if ('oneOf' in type) return `one of ${type.oneOf.join(', ')}`;
  return type.listOf === 'number'
    ? 'whole numbers'
    : `some of ${type.listOf.join(', ')}, separated by spaces`;
}
