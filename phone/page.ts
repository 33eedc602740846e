import { checkTwiml } from '../twiml/check';
import { element, type Element } from '../twiml/element';
import { TwimlError } from '../twiml/error';
import { parseTwiml } from '../twiml/parse';
import { DocumentError, PhoneError } from './errors';
import type { Page } from './line';
import type { Happening } from './record';
import type { Reply } from './webhook';

/**
 * Makes a document of an answer (https://www.twilio.com/docs/voice/twiml#twilio-understands-mime-types).
 * @throws DocumentError where Twilio would say that an application error has occurred
 * @throws PhoneError where TwiML holds what Twilio does not allow
 */
export function readPage(reply: Reply, warn: (happening: Happening) => void): Page {
  const { url, status, body } = reply;
  const type = reply.contentType.split(';', 1).join().trim().toLowerCase();
  if (status >= 400) throw new DocumentError(11200, url, `answers with status ${status}`);
  if (type.startsWith('audio/')) return { url, root: element('Response', {}, element('Play', {}, url)) };
  if (type === 'text/plain') return { url, root: plain(body, url) };
  if (!['text/xml', 'application/xml', 'text/html'].includes(type)) {
    throw new DocumentError(12300, url, `answers with content type ${type || '(none)'}, not text/xml`);
  }
  const root = parsed(body, url);
  check(root, url, warn);
  return { url, root };
}

/** Text is TwiML where it can be read as TwiML, and is spoken otherwise. */
function plain(body: string, url: string): Element {
  try {
    return parsed(body, url);
  } catch (error) {
    if (!(error instanceof DocumentError) || error.code === 11770) throw error;
    return element('Response', {}, element('Say', {}, body));
  }
}

function parsed(body: string, url: string): Element {
  try {
    return parseTwiml(body);
  } catch (error) {
    throw error instanceof TwimlError ? new DocumentError(error.code, url, error.message) : error;
  }
}

function check(root: Element, url: string, warn: (happening: Happening) => void): void {
  for (const { path, message, severity } of checkTwiml(root, 'voice')) {
    if (severity === 'error')
      throw new PhoneError(`${url} answers with TwiML that cannot be obeyed: ${path}: ${message}`);
    warn({ kind: 'warning', place: `${url} ${path}`, message });
  }
}
