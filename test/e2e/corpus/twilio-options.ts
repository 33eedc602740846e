import type { Definition, State } from '../../../flow/definition';
import { firstWords, type Start } from './start';
import { spokenTexts } from './variables';

/** How the execution may be written to. */
interface Circumstances extends Start {
  inConversation: boolean;
}

/** Somebody ends the execution while it waits. */
export const END = 'end';

/** The request to Twilio's API that decides what becomes of a widget. */
const decisive: Readonly<Record<string, RegExp>> = {
  'send-message': /\/Messages$/,
  'send-and-wait-for-reply': /\/Messages$/,
  'send-to-flex': /\/(?:Tasks|Interactions)$/,
  'make-outgoing-call-v1': /\/Calls$/,
  'make-outgoing-call-v2': /\/Calls$/,
  'record-call': /\/Recordings(?:\/[^/]+)?$/,
  'start-conversation': /\/Conversations$/,
};

export function isDecisive({ type }: State, path: string): boolean {
  return decisive[type]?.test(path.replace('.json', '')) === true;
}

/** What may come of that request. */
export function outcomesOf(state: State, flow: Definition, circumstances: Circumstances): string[] {
  switch (state.type) {
    case 'send-and-wait-for-reply':
      return [...repliesTo(state, flow, circumstances), 'refused', END];
    case 'make-outgoing-call-v1':
    case 'make-outgoing-call-v2':
      return ['human', 'machine', 'busy', 'no-answer', 'failed', 'refused'];
    default:
      return ['accepted', 'refused'];
  }
}

function repliesTo({ name }: State, flow: Definition, circumstances: Circumstances): string[] {
  const { trigger, inConversation, skipsTime } = circumstances;
  const reply = `widgets.${name}.inbound.Body`;
  // There the trigger tells what was written last.
  const last = trigger === 'incomingConversationMessage' ? firstWords(trigger) : undefined;
  const texts = spokenTexts(flow, reply, ...(last === undefined ? [] : [last]));
  return [
    ...texts.map(text => `reply: ${text}`),
    ...(skipsTime ? ['no reply'] : []),
    inConversation ? 'closed' : 'undelivered',
  ];
}
