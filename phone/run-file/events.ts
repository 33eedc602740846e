import { describeQuestion } from '../fit';
import { maskText } from '../mask';
import { isVoice } from '../outcome';
import type { Text } from '../messages/text';
import type { Happening } from '../record';
import { withoutNumber } from './own-number';
import type { Event, Spoken } from './schema';
import { withoutVolatile } from './volatile';

export interface Circumstances {
  /** The person's own number. */
  from: string;
  /** It has been made up for this run. */
  madeUp: boolean;
  /** A call was placed: it is what the events begin with. */
  calling: boolean;
}

/**
 * What is worth keeping of what happened: what was heard, said, sent and received. Secrets are masked. What is
 * different in every run is taken out of what came; of what was done only the number that is made up, as it is to be
 * done again. What comes during a call may come sooner or later: it stands behind it.
 */
export function eventsOf(
  happenings: readonly Happening[],
  { from, madeUp, calling }: Circumstances,
): Event[] {
  const keep = (text: string) => withoutVolatile(maskText(text), madeUp ? from : undefined);
  const keepDone = (text: string) => (madeUp ? withoutNumber(maskText(text), from) : maskText(text));
  const events: Event[] = [];
  const later: Event[] = [];
  let call: (Event | Spoken)[] | undefined = calling ? events : undefined;
  for (const happening of happenings) {
    const spoken = spokenEvent(happening, keep);
    if (spoken) (call ?? events).push(spoken);
    if (happening.kind === 'answer') answer(call?.at(-1), keepDone(happening.answer));
    if (happening.kind === 'ended') {
      call = undefined;
      events.push(...later.splice(0));
    }
    const event = sentEvent(happening, keepDone) ?? receivedEvent(happening, from, keep);
    if (event) (call ? later : events).push(event);
    if (happening.kind !== 'rang') continue;
    const ringing = rangEvent(happening);
    (call ? later : events).push(ringing);
    call ??= ringing.call;
  }
  return [...events, ...later];
}

type Keep = (text: string) => string;

/** What happens in a call. */
function spokenEvent(happening: Happening, keep: Keep): Spoken | undefined {
  switch (happening.kind) {
    case 'say':
      return { heard: keep(happening.text), ...often(happening.loop) };
    case 'play':
      return {
        played: keep('url' in happening ? happening.url : happening.digits),
        ...often(happening.loop),
      };
    case 'ask':
      return { asked: keep(describeQuestion(happening.question)) };
    case 'ended':
      return { ended: happening.reason };
    default:
      return undefined;
  }
}

function sentEvent(happening: Happening, keep: Keep): Event | undefined {
  return happening.kind === 'sent' ? { sent: keep(happening.body), ...mediaOf(happening, keep) } : undefined;
}

/** What came in, or what went wrong with it. */
function receivedEvent(happening: Happening, from: string, keep: Keep): Event | undefined {
  switch (happening.kind) {
    case 'received': {
      if (happening.earlier) return undefined;
      const elsewhere = happening.to !== from && { to: keep(happening.to) };
      return { received: keep(happening.body), ...mediaOf(happening, keep), ...elsewhere };
    }
    case 'failed':
      return { failed: happening.code, url: keep(happening.url) };
    default:
      return undefined;
  }
}

function rangEvent({ from, as }: Extract<Happening, { kind: 'rang' }>): Extract<Event, { rang: string }> {
  return { rang: from, answer: as, ...(isVoice(as) && { call: [] }) };
}

function answer(asked: Event | Spoken | undefined, text: string): void {
  if (asked && 'asked' in asked) asked.answer = text;
}

function often(loop: number): { times?: number } {
  return loop === 1 ? {} : { times: loop };
}

function mediaOf({ media }: Text, keep: Keep): { media?: string[] } {
  return media.length === 0 ? {} : { media: media.map(keep) };
}
