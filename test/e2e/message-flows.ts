import { randomInt } from 'node:crypto';
import type { JsonObject } from '../../flow/json';
import { state } from './flows';

/** Number of somebody whom no other test knows. */
export function somebody(): string {
  return `+1555${randomInt(2_000_000, 10_000_000)}`;
}

/** A flow whose first state everything that starts an execution leads to. */
export function flowOf(...states: (JsonObject & { name: string })[]): JsonObject {
  const first = states[0]?.name ?? null;
  const events = [
    ...['incomingMessage', 'incomingCall', 'incomingConversationMessage'],
    ...['incomingRequest', 'incomingParent'],
  ];
  const trigger = state('Trigger', 'trigger', {}, Object.fromEntries(events.map(event => [event, first])));
  return {
    description: 'A flow',
    states: [trigger, ...states],
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
  };
}

/** Writes to the contact; the branch ends where no `next` is given. */
export function write(name: string, body: string, next: string | null = null, properties: JsonObject = {}) {
  const defaults = { body, from: '{{flow.channel.address}}', to: '{{contact.channel.address}}' };
  return state(name, 'send-message', { ...defaults, ...properties }, { sent: next, failed: null });
}

/** Writes to the contact and waits for the reply. */
export function ask(
  name: string,
  body: string,
  reply: string | null = null,
  { ways = {}, ...properties }: JsonObject & { ways?: Record<string, string> } = {},
) {
  return state(
    name,
    'send-and-wait-for-reply',
    { body, from: '{{flow.channel.address}}', timeout: '3600', ...properties },
    { incomingMessage: reply, timeout: null, deliveryFailure: null, ...ways },
  );
}
