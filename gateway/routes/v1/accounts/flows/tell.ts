import { setTimeout as sleep } from 'node:timers/promises';
import type { Webhook } from '../../../../../workflows/contract';
import type { GatewayOptions } from '../../../../app';
import type { Engine } from '../../../../engine';
import type { Identity } from '../../../../identity';
import { toWebhook } from './to-webhook';
import type { Turn } from './turn';

/** Milliseconds between looks for an execution that begins after its call's end has been told. */
const PAUSES = [2000, 8000, 20_000];

/**
 * Tells the execution of what wants no answer, such as a call's end; there need not be one. Twilio's requests go by
 * different ways: a call's first one, which it may have to try again, can come in after the one that tells of its end.
 * That one is kept for half a minute, so that no execution waits for a call that is over.
 */
export async function tell({ engine }: GatewayOptions, identity: Identity, turn: Turn): Promise<void> {
  const webhook = toWebhook(identity, turn);
  if ((await tellAt(engine, identity, webhook)) || identity.channel !== 'call' || !webhook.over) return;
  void tellLater(engine, identity, webhook);
}

/** @returns whether there is nobody else to be told */
async function tellAt(engine: Engine, { places, reusable }: Identity, webhook: Webhook): Promise<boolean> {
  let done = false;
  for (const place of places) {
    const heard = await engine.signal(place, webhook);
    // An id that is used again may be another call's by now.
    done ||= heard === 'told' || (heard === 'over' && !reusable);
    if (heard === 'told' && !reusable) break;
  }
  return done;
}

async function tellLater(engine: Engine, identity: Identity, webhook: Webhook): Promise<void> {
  for (const pause of PAUSES) {
    await sleep(pause, undefined, { ref: false });
    // Whoever has answered already has done what could be done.
    const done = await engine.within(() => tellAt(engine, identity, webhook)).catch(() => false);
    if (done) return;
  }
}
