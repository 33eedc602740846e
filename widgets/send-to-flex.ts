import { Type } from '@sinclair/typebox';
import { enqueue, enqueueEvents } from './calls/enqueue';
import { handOver, requestTask } from './flex/task';
import { wholeNumber } from './rendered';
import { oneOf } from './schema';
import { defineWidget } from './widget';

/** Seconds after which the task expires where the flow says nothing. */
const DEFAULT_TIMEOUT = 3600;

/**
 * Makes a Flex task of the call, the message or the conversation. A call is enqueued: `channel` has no place in
 * TwiML, so its task is a voice task.
 * https://www.twilio.com/docs/studio/widget-library/send-flex
 */
export const sendToFlex = defineWidget({
  type: 'send-to-flex',
  properties: Type.Object({
    workflow: Type.String({ description: 'SID of the TaskRouter workflow (WW…).' }),
    channel: Type.String({ description: 'SID of the task channel (TC…), or its unique name.' }),
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
  channels: ['call', 'message', 'conversation', 'request'],
  speaks: true,
  run: (properties, scope) => {
    const task = {
      ...properties,
      priority: wholeNumber(properties.priority),
      timeout: wholeNumber(properties.timeout) ?? DEFAULT_TIMEOUT,
    };
    const inCall = scope.channel === 'call' || scope.callSid !== undefined;
    return inCall ? enqueue(task, scope) : requestTask(task, scope);
  },
  call: handOver,
});
