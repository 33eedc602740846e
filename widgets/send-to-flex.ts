import { Type } from '@sinclair/typebox';
import { enqueue, enqueueEvents } from './enqueue';
import { wholeNumber } from './rendered';
import { oneOf } from './schema';
import { defineWidget } from './widget';

/** Seconds after which the task expires where the flow says nothing. */
const DEFAULT_TIMEOUT = 3600;

/**
 * Makes a Flex task of the call. `channel` has no place in TwiML: what is enqueued is a voice task.
 * https://www.twilio.com/docs/studio/widget-library/send-flex
 */
export const sendToFlex = defineWidget({
  type: 'send-to-flex',
  properties: Type.Object({
    workflow: Type.String({ description: 'SID of the TaskRouter workflow (WW…).' }),
    channel: Type.String({ description: 'SID of the task channel (TC…).' }),
    attributes: Type.Optional(
      Type.String({ description: "JSON object: the task's attributes, up to 1,024 characters." }),
    ),
    timeout: Type.Optional(
      Type.String({ default: '3600', description: 'Seconds until the task expires, up to 1209600.' }),
    ),
    priority: Type.Optional(Type.String({ default: '0', description: "The task's priority." })),
    waitUrl: Type.Optional(
      Type.String({ description: "URL of what waiting callers hear. Absent: Twilio's music." }),
    ),
    waitUrlMethod: Type.Optional(
      oneOf(['GET', 'POST'], { default: 'GET', description: 'Method by which `waitUrl` is fetched.' }),
    ),
  }),
  events: [...enqueueEvents, 'composerStarted'],
  failure: 'failedToEnqueue',
  channels: ['call'],
  speaks: true,
  run: (properties, scope) =>
    enqueue(
      {
        ...properties,
        priority: wholeNumber(properties.priority),
        timeout: wholeNumber(properties.timeout) ?? DEFAULT_TIMEOUT,
      },
      scope,
    ),
});
