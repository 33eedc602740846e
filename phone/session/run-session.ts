import type { Control } from '../book';
import { placeCall } from '../call';
import { DeskClient } from '../desk/desk-client';
import { UsageError } from '../errors';
import type { Text } from '../messages/text';
import type { Happening, SessionRecord } from '../record';
import type { Target } from '../cli/target';
import type { Person } from './person';
import { Session } from './session';

export interface Engagement {
  /** E.164 or with a channel in front (`whatsapp:+…`). */
  from: string;
  person: Person;
  /** Whom the person calls or writes to; absent: nobody. */
  target?: Target | undefined;
  messagingServiceSid?: string | undefined;
  /** Where calls and messages come from; absent: there are none. */
  exchange?: Control | undefined;
  watch: (happening: Happening) => void;
  /** Called when calls and messages can come. */
  ready?: () => void;
  /** Milliseconds for which nothing must have come before it is over. */
  quiet?: number;
}

/**
 * Lets a person use the telephone until they put it away, plugged in at the engine's desk where there is one.
 * @param signal aborting it puts it away
 * @throws what `Session.run` throws; UsageError where the desk cannot be reached
 */
export async function runSession(engagement: Engagement, signal: AbortSignal): Promise<SessionRecord> {
  const { from, person, target, exchange, messagingServiceSid, watch, quiet = 0, ready } = engagement;
  const to = target && addressFor(target.to, from);
  const service = messagingServiceSid !== undefined && { messagingServiceSid };
  const announce = async ({ body, media }: Text) =>
    desk?.announce({ from, to: to ?? '', body, mediaUrls: [...media], ...service });
  const session: Session = new Session({
    from,
    person,
    watch,
    // Without an exchange nothing comes but answers, which are waited for.
    quiet: exchange ? quiet : 0,
    ...(target && to !== undefined && { to, thread: { ...target, ...service, from, to, announce } }),
  });
  const desk: DeskClient | undefined =
    exchange && (await DeskClient.attach(exchange, addressesOf(from), session));
  ready?.();
  try {
    return await session.run(signal, call => {
      if (!target) throw new UsageError('there is nobody to call: name a number');
      const placed = { ...target, ...call, from };
      return desk ? desk.place(placed) : placeCall(placed);
    });
  } finally {
    await desk?.close();
  }
}

/** Who writes by another channel writes to its address of the number. */
function addressFor(number: string, from: string): string {
  const [channel] = /^\w+:(?=\+)/.exec(from) ?? [''];
  return number.startsWith('+') ? channel + number : number;
}

/** Calls come to the number behind the address of another channel. */
function addressesOf(from: string): string[] {
  const number = from.replace(/^\w+:(?=\+)/, '');
  return number === from ? [from] : [from, number];
}
