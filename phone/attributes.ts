import type { Element } from '../twiml/element';
import { absoluteUrl } from '../twiml/urls';
import type { Action, Line } from './call/line';
import type { Params } from './params';
import type { Method } from './record';

/** A number that has been checked to be one, or its default. */
export function number({ attributes }: Element, name: string, otherwise: number): number {
  const value = attributes[name];
  return value === undefined || value === '' ? otherwise : Number(value);
}

/** The request of an `action` attribute, or of another one with a URL; undefined where it is absent. */
export function action(
  { attributes }: Element,
  line: Line,
  params: Params,
  names = { url: 'action', method: 'method' },
): Action | undefined {
  const url = attributes[names.url];
  if (!url) return undefined;
  return { url: absoluteUrl(url, line.page.url), method: method(attributes[names.method]), params };
}

/** Gather and Record come back to their own document where they have no action. */
export function actionOrSame(element: Element, line: Line, params: Params): Action {
  return (
    action(element, line, params) ?? {
      url: line.page.url,
      method: method(element.attributes['method']),
      params,
    }
  );
}

export function method(value: string | undefined): Method {
  return value?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}

export function elementsOf({ children }: Element): Element[] {
  return children.filter(child => typeof child !== 'string');
}

/** All text in an element, markup such as SSML left out. */
export function textOf({ children }: Element): string {
  const texts = children.map(child => (typeof child === 'string' ? child : ` ${textOf(child)} `));
  return texts.join('').replace(/\s+/g, ' ').trim();
}

/** `<Parameter name value>` children. */
export function parametersOf(element: Element): Params {
  const parameters = elementsOf(element).filter(child => child.name === 'Parameter');
  return Object.fromEntries(
    parameters.map(({ attributes }) => [attributes['name'] ?? '', attributes['value'] ?? '']),
  );
}
