import { element, type Element } from '../twiml/element';
import { document } from '../twiml/serialize';
import { eventUrl, LISTEN } from '../widgets/webhook-urls';
import type { Session } from '../widgets/widget';
import type { Parked } from './contract';

/** Seconds that a caller hears nothing before Twilio asks again; a longer pause saves nothing more. */
const PAUSE = 60;

/** Half a second of nothing. Before the first document a call rings, which a pause alone would let it do on. */
const pickUp = element('Play', { digits: 'w' });

/**
 * What Twilio is answered while a widget waits. A document without verbs would hang up: a call whose widget says
 * nothing is held until the execution has something to say.
 */
export function documentOf(verbs: readonly Element[], session: Session): Pick<Parked, 'twiml' | 'silent'> {
  if (verbs.length > 0 || !session.live) return { twiml: document(verbs) };
  const hold = [element('Pause', { length: PAUSE }), element('Redirect', {}, eventUrl(session, LISTEN))];
  const first = session.step === 1 ? [pickUp] : [];
  return { twiml: document([...first, ...hold]), silent: true };
}
