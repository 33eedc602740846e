import { Type } from '@sinclair/typebox';
import { warning } from '../flow/errors';
import { keyValues } from './schema';
import { defineWidget } from './widget';

/** Hands over to Autopilot, a product that Twilio ended in 2023. Old exports still hold it. */
export const sendToAutoPilot = defineWidget({
  type: 'send-to-auto-pilot',
  properties: Type.Object({
    autopilot_assistant_sid: Type.String({ description: 'SID of the assistant (UA…).' }),
    body: Type.Optional(
      Type.String({ default: '{{trigger.message.Body}}', description: 'What it is told.' }),
    ),
    from: Type.Optional(
      Type.String({ default: '{{flow.channel.address}}', description: 'Who speaks for the assistant.' }),
    ),
    timeout: Type.Optional(
      Type.Integer({ minimum: 0, default: 14400, description: 'Seconds that the session may take.' }),
    ),
    chat_channel: Type.Optional(Type.String({ description: 'SID of the chat channel, in a chat.' })),
    chat_service: Type.Optional(Type.String({ description: 'SID of the chat service, in a chat.' })),
    chat_attributes: Type.Optional(Type.String({ description: 'JSON kept with the messages, in a chat.' })),
    target_task: Type.Optional(Type.String({ description: 'Task that the assistant begins with.' })),
    memory_parameters: Type.Optional(keyValues({ description: 'What the assistant knows from the start.' })),
  }),
  events: ['sessionEnded', 'failure', 'timeout'],
  failure: 'failure',
  channels: [],
  run: () => ({ event: 'failure', warnings: [warning(81020)] }),
});
