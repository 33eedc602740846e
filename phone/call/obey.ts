import { elements } from '../../twiml/elements';
import { elementsOf } from '../attributes';
import { TwimlError } from '../../twiml/error';
import { DocumentError, PhoneError } from '../errors';
import { hungUp, type Line, next, type Next } from './line';
import { verbs } from './verbs';

/**
 * Obeys a document's verbs one after another until the call leaves it.
 * @throws DocumentError where a verb has a URL that cannot be requested
 */
export async function obey(line: Line): Promise<Exclude<Next, { do: 'next' }>> {
  try {
    return await obeyVerbs(line);
  } catch (error) {
    throw error instanceof TwimlError ? new DocumentError(error.code, line.page.url, error.message) : error;
  }
}

async function obeyVerbs(line: Line): Promise<Exclude<Next, { do: 'next' }>> {
  for (const element of elementsOf(line.page.root)) {
    if (line.isOver()) return hungUp();
    const verb = verbs[element.name];
    if (!verb && elements.voice.has(element.name)) {
      throw new PhoneError(`${line.page.url} answers with <${element.name}>, which this phone cannot obey`);
    }
    const after = (await verb?.(element, line)) ?? next;
    if (after.do === 'end') return after;
    if (after.do === 'fetch') return line.isOver() ? hungUp() : after;
  }
  if (line.isOver()) return hungUp();
  line.pickUp();
  return { do: 'end', reason: 'end-of-document' };
}
