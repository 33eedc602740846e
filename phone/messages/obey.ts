import type { Element } from '../../twiml/element';
import { absoluteUrl } from '../../twiml/urls';
import { elementsOf, method, textOf } from '../attributes';
import type { Action, Page } from '../call/line';
import { newSid, type Params } from '../params';
import type { Text } from './text';

/** What comes of one verb of messaging TwiML. */
export type Effect =
  /** A message is sent; absent addresses are those of the message that it answers. */
  | ({ do: 'reply'; to?: string; from?: string } & Text)
  /** A request whose answer does not matter. */
  | { do: 'tell'; action: Action }
  /** Its answer is obeyed next; what stands behind it is not. */
  | { do: 'fetch'; action: Action };

/**
 * What a document has Twilio do, in order: https://www.twilio.com/docs/messaging/twiml
 * @throws TwimlError for a URL that cannot be requested
 */
export function* effectsOf(page: Page): Generator<Effect> {
  for (const verb of elementsOf(page.root)) {
    if (verb.name === 'Redirect') {
      yield { do: 'fetch', action: request(verb, page, textOf(verb)) };
      return;
    }
    if (verb.name !== 'Message') continue;
    yield reply(verb);
    const status = { MessageSid: newSid('SM'), MessageStatus: 'sent' };
    const { action, statusCallback } = verb.attributes;
    if (statusCallback) yield { do: 'tell', action: request(verb, page, statusCallback, status) };
    if (action) {
      yield { do: 'fetch', action: request(verb, page, action, status) };
      return;
    }
  }
}

/** https://www.twilio.com/docs/messaging/twiml/message: the text stands in `<Body>` or by itself. */
function reply(verb: Element): Effect {
  const { to, from } = verb.attributes;
  const named = (name: string) => elementsOf(verb).filter(child => child.name === name);
  return {
    do: 'reply',
    body: [verb, ...named('Body')].map(lines).join(''),
    media: named('Media').map(textOf),
    ...(to && { to }),
    ...(from && { from }),
  };
}

/** Text as it is written: line breaks are part of a message. */
function lines({ children }: Element): string {
  return children.filter(child => typeof child === 'string').join('');
}

function request(verb: Element, page: Page, url: string, params: Params = {}): Action {
  return { url: absoluteUrl(url, page.url), method: method(verb.attributes['method']), params };
}
