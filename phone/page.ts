import { checkTwiml } from '../twiml/check';
import { element, type Element } from '../twiml/element';
import { TwimlError } from '../twiml/error';
import { parseTwiml } from '../twiml/parse';
import { DocumentError, PhoneError } from './errors';
import type { Page } from './call/line';
import type { Happening } from './record';
import type { Reply } from './webhook';

/** What is written or spoken in TwiML; the verbs are not the same. */
export type Kind = 'voice' | 'messaging';

/**
 * Makes a document of an answer (https://www.twilio.com/docs/voice/twiml#twilio-understands-mime-types,
 * https://www.twilio.com/docs/messaging/twiml#twilio-understands-mime-types).
 * @throws DocumentError where Twilio would say that an application error has occurred
 * @throws PhoneError where TwiML holds what Twilio does not allow
 */
export function readPage(reply: Reply, kind: Kind, warn: (happening: Happening) => void): Page {
  const { url, status, body } = reply;
  const type = reply.contentType.split(';', 1).join().trim().toLowerCase();
  if (status >= 400) throw new DocumentError(11200, url, `answers with status ${status}`);
  if (kind === 'voice' && type.startsWith('audio/')) {
    return { url, root: element('Response', {}, element('Play', {}, url)) };
  }
  if (type === 'text/plain') return { url, root: kind === 'voice' ? spoken(body, url) : written(body) };
  if (!['text/xml', 'application/xml', 'text/html'].includes(type)) {
    throw new DocumentError(12300, url, `answers with content type ${type || '(none)'}, not text/xml`);
  }
  const root = parsed(body, url);
  check(root, kind, url, warn);
  return { url, root };
}

/** Stands for the URL of a document that has none; relative URLs cannot be resolved against it. */
const NO_URL = 'about:twiml';

/** A document that was given outright, not asked for. @throws as `readPage` does */
export function pageOf(twiml: string, warn: (happening: Happening) => void): Page {
  const root = parsed(twiml, NO_URL);
  check(root, 'voice', NO_URL, warn);
  return { url: NO_URL, root };
}

/** Text is TwiML where it can be read as TwiML, and is spoken otherwise. */
function spoken(body: string, url: string): Element {
  try {
    return parsed(body, url);
  } catch (error) {
    if (!(error instanceof DocumentError) || error.code === 11770) throw error;
    return element('Response', {}, element('Say', {}, body));
  }
}

function written(body: string): Element {
  return element('Response', {}, ...(body.trim() === '' ? [] : [element('Message', {}, body)]));
}

function parsed(body: string, url: string): Element {
  try {
    return parseTwiml(body);
  } catch (error) {
    throw error instanceof TwimlError ? new DocumentError(error.code, url, error.message) : error;
  }
}

function check(root: Element, kind: Kind, url: string, warn: (happening: Happening) => void): void {
  for (const { path, message, severity } of checkTwiml(root, kind)) {
    if (severity === 'error')
      throw new PhoneError(`${url} answers with TwiML that cannot be obeyed: ${path}: ${message}`);
    warn({ kind: 'warning', place: `${url} ${path}`, message });
  }
}
