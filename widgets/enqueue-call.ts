import { Type } from '@sinclair/typebox';
import { enqueue, enqueueEvents } from './calls/enqueue';
import { oneOf } from './schema';
import { defineWidget } from './widget';

/**
 * Puts the caller into a queue, or makes a TaskRouter task of the call.
 * https://www.twilio.com/docs/studio/widget-library/enqueue-call
 */
export const enqueueCall = defineWidget({
  type: 'enqueue-call',
  properties: Type.Object({
    workflow_sid: Type.Optional(Type.String({ description: 'SID of the TaskRouter workflow (WW…).' })),
    queue_name: Type.Optional(
      Type.String({ description: 'Name of a queue, made when there is none. Used without a workflow.' }),
    ),
    task_attributes: Type.Optional(
      Type.String({ description: "JSON object: the task's attributes, up to 1,024 characters." }),
    ),
    priority: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: "The task's priority." })),
    timeout: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Seconds until the task expires. Absent: as the workflow says.',
      }),
    ),
    wait_url: Type.Optional(
      Type.String({ description: "URL of what waiting callers hear. Absent: Twilio's music." }),
    ),
    wait_url_method: Type.Optional(
      oneOf(['GET', 'POST'], { default: 'GET', description: 'Method by which `wait_url` is fetched.' }),
    ),
  }),
  events: enqueueEvents,
  failure: 'failedToEnqueue',
  channels: ['call'],
  speaks: true,
  run: (properties, scope) =>
    enqueue(
      {
        workflow: properties.workflow_sid,
        queue: properties.queue_name,
        attributes: properties.task_attributes,
        priority: properties.priority,
        timeout: properties.timeout,
        waitUrl: properties.wait_url,
        waitUrlMethod: properties.wait_url_method,
      },
      scope,
    ),
});
