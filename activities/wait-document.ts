import { element, type Element } from '../twiml/element';
import { document } from '../twiml/serialize';
import { eventUrl, LISTEN } from '../widgets/webhook-urls';
import type { Session } from '../widgets/widget';
import type { Parked } from './contract';

/** Seconds that a caller hears nothing before Twilio asks again; a longer pause saves nothing more. */
const PAUSE = 60;

/**
 * What Twilio is answered while a widget waits. A document without verbs would hang up: a call whose widget says
 * nothing is held until the execution has something to say.
 */
export function documentOf(verbs: readonly Element[], session: Session): Pick<Parked, 'twiml' | 'silent'> {
  if (verbs.length > 0 || !session.live) return { twiml: document(verbs) };
  const hold = [element('Pause', { length: PAUSE }), element('Redirect', {}, eventUrl(session, LISTEN))];
  return { twiml: document(hold), silent: true };
}
