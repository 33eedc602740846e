import { element, type Element } from '../../twiml/element';
import { TwimlError } from '../../twiml/error';
import { parseTwiml } from '../../twiml/parse';
import { absoluteUrl, mapUrls, type UrlPlace } from '../../twiml/urls';
import { contentTypeOf, mediaType } from './parsed-body';
import { withOwnHost } from '../webhook-urls';
import type { HttpResponse, Session } from '../widget';

const twimlTypes = new Set(['text/xml', 'application/xml', 'text/html']);

/**
 * The document that an answer is to Twilio, by its content type
 * (https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application).
 * @throws TwimlError where Twilio would give up
 */
export function readTwiml(response: HttpResponse, to: 'call' | 'message'): Element {
  const type = mediaType(contentTypeOf(response));
  if (twimlTypes.has(type)) return parseTwiml(response.body);
  if (type === 'text/plain') return parsed(response.body) ?? spoken(response.body, to);
  if (isAudio(response) && to === 'call') {
    return element('Response', {}, element('Play', {}, response.url));
  }
  if (type === '') throw new TwimlError(12300, 'the answer has no content type; TwiML has text/xml');
  throw new TwimlError(12300, `the content type ${type} is not TwiML; TwiML has text/xml`);
}

/** Twilio plays it to a caller. */
export function isAudio(response: Pick<HttpResponse, 'headers'>): boolean {
  return mediaType(contentTypeOf(response)).startsWith('audio/');
}

/** A body that is TwiML whatever its content type says. */
export function parsed(body: string): Element | undefined {
  try {
    return parseTwiml(body);
  } catch (error) {
    if (error instanceof TwimlError) return undefined;
    throw error;
  }
}

/** The verbs of a document, every URL made absolute and such as lead to hosted Studio led here. */
export function resolveUrls(
  root: Element,
  base: string,
  webhookUrl: string,
  further: (url: string, place: UrlPlace) => string = url => url,
): Element[] {
  const resolved = mapUrls(root, (url, place) => {
    // A WebSocket lives beside the document, too, but cannot have its scheme.
    const from = place.kind === 'websocket' ? base.replace(/^http/, 'ws') : base;
    return further(withOwnHost(absolute(url, from), webhookUrl), place);
  });
  return resolved.children.filter(child => typeof child !== 'string');
}

/** A page that says nothing hangs up, where a widget that says nothing would hold the line. */
export function orHangup(verbs: Element[], { live }: Session): Element[] {
  return verbs.length === 0 && live ? [element('Hangup')] : verbs;
}

/** What cannot be resolved stays: it is a mistake only once Twilio comes to it. */
function absolute(url: string, base: string): string {
  try {
    return absoluteUrl(url, base);
  } catch (error) {
    if (error instanceof TwimlError) return url;
    throw error;
  }
}

function spoken(text: string, to: 'call' | 'message'): Element {
  const words = text.trim();
  if (words === '') throw new TwimlError(11770, 'the answer is empty; TwiML is at least <Response/>');
  return element('Response', {}, element(to === 'call' ? 'Say' : 'Message', {}, words));
}
