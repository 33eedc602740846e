import { Type } from '@sinclair/typebox';
import type { Channel } from '../flow/context';
import { defineWidget } from './widget';

const eventOf: Record<Channel, string> = {
  call: 'incomingCall',
  message: 'incomingMessage',
  conversation: 'incomingConversationMessage',
  request: 'incomingRequest',
};

/** Where every flow begins; incomingParent is where it begins as a subflow. */
export const trigger = defineWidget({
  type: 'trigger',
  properties: Type.Object({}),
  events: [...Object.values(eventOf), 'incomingParent'],
  run: (_properties, scope) => ({ event: eventOf[scope.channel] }),
});
