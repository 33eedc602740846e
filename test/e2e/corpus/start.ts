import type { Channel } from '../../../flow/context';

/** Events of the trigger that executions begin with, and what they speak in then. */
export const channels = {
  incomingCall: 'call',
  incomingMessage: 'message',
  incomingConversationMessage: 'conversation',
  incomingRequest: 'request',
} as const satisfies Record<string, Channel>;

export type Trigger = keyof typeof channels;

/** How executions come into being, and what those who explore them can do. */
export interface Start {
  trigger: Trigger;
  /** Time can be put forward. */
  skipsTime: boolean;
}

/** The variable that holds what an execution was started with in writing. */
export function firstWords(trigger: Trigger): string | undefined {
  if (trigger === 'incomingMessage') return 'trigger.message.Body';
  return trigger === 'incomingConversationMessage' ? 'trigger.conversation.Body' : undefined;
}
