import type { Element } from './element';
import type { UrlKind } from './elements/definition';
import { attributeType, elements } from './elements';
import { TwimlError } from './error';

/** Where in a document a URL stands, and what Twilio does with it. */
export interface UrlPlace {
  element: string;
  /** null: the URL is the element's text. */
  attribute: string | null;
  kind: UrlKind;
  /** The HTTP method that the document asks for, in capitals; null: it asks for none (Twilio then takes POST). */
  method: string | null;
}

/** Without an action these come back to the document they stand in; other verbs fall through to the next one. */
const comeBack = new Set(['Gather', 'Record']);

/**
 * Replaces every URL of a document, in attributes and texts; the tree that was given stays as it is.
 * The current document's own URL, where TwiML means it by saying none (`<Redirect/>`, `<Gather>` and `<Record>`
 * without `action`), is given to `map` as an empty string. Other empty URLs have meanings of their own
 * (`waitUrl=""` is silence) and stay.
 */
export function mapUrls(root: Element, map: (url: string, place: UrlPlace) => string): Element {
  const definition = elements.voice.get(root.name) ?? elements.messaging.get(root.name);
  const attributes = { ...root.attributes };
  if (comeBack.has(root.name)) attributes['action'] ??= '';
  const mapped = (url: string, attribute: string | null, kind: UrlKind) =>
    map(url, { element: root.name, attribute, kind, method: methodOf(root, attribute) });

  for (const [name, value] of Object.entries(attributes)) {
    const type = definition && attributeType(definition, name);
    if (typeof type !== 'object' || !('url' in type)) continue;
    const url = value.trim();
    if (url !== '' || (name === 'action' && comeBack.has(root.name))) {
      attributes[name] = mapped(url, name, type.url);
    }
  }
  if (definition?.textUrl === undefined) {
    return { ...root, attributes, children: root.children.map(child => mapChild(child, map)) };
  }
  const text = root.children
    .filter(child => typeof child === 'string')
    .join('')
    .trim();
  if (text === '' && root.name !== 'Redirect') return { ...root, attributes };
  return { ...root, attributes, children: [mapped(text, null, definition.textUrl)] };
}

function mapChild(child: Element | string, map: (url: string, place: UrlPlace) => string): Element | string {
  return typeof child === 'string' ? child : mapUrls(child, map);
}

/** TwiML names the method of `action`, `url` and texts `method`, that of others `<url>Method`, less a final Url. */
function methodOf({ attributes }: Element, attribute: string | null): string | null {
  const name =
    attribute === null || attribute === 'action' || attribute === 'url'
      ? 'method'
      : `${attribute}Method` in attributes
        ? `${attribute}Method`
        : `${attribute.replace(/Url$/, '')}Method`;
  return attributes[name]?.toUpperCase() ?? null;
}

/**
 * Resolves a URL of a TwiML document against that document's own URL. Absolute URLs stay as they are written,
 * because a signature covers every character; fragments (connection overrides such as `#rc=2`) are kept.
 * @throws TwimlError 11100 where no request could be made of it
 */
export function absoluteUrl(url: string, base: string): string {
  const written = url.trim();
  if (!URL.canParse(written, base)) throw new TwimlError(11100, 'the URL cannot be parsed');
  const resolved = new URL(written, base);
  if (!/^(?:http|ws)s?:$/.test(resolved.protocol)) {
    throw new TwimlError(
      11100,
      `the URL must be http, https, ws or wss, not ${resolved.protocol.slice(0, -1)}`,
    );
  }
  return URL.canParse(written) ? written : resolved.href;
}
