import { Type } from '@sinclair/typebox';
import { oneOf } from './schema';
import { unsupported } from './unsupported';
import { defineWidget } from './widget';

/**
 * Starts or stops the recording of the call.
 * https://www.twilio.com/docs/studio/widget-library/call-recording
 */
export const recordCall = defineWidget({
  type: 'record-call',
  properties: Type.Object({
    record_call: Type.Optional(Type.Boolean({ default: false, description: 'true: start. false: stop.' })),
    recording_status_callback: Type.Optional(
      Type.String({ description: 'URL that is told of the recording.' }),
    ),
    recording_status_callback_method: Type.Optional(
      oneOf(['GET', 'POST'], { default: 'POST', description: 'How it is told.' }),
    ),
    recording_status_callback_events: Type.Optional(
      Type.String({
        default: 'completed',
        description: 'What it is told of: in-progress, completed, absent, separated by spaces.',
      }),
    ),
    recording_channels: Type.Optional(
      oneOf(['mono', 'dual'], { default: 'dual', description: 'Both sides in one channel, or in one each.' }),
    ),
    trim: Type.Optional(
      oneOf(['do-not-trim', 'trim-silence'], { description: 'Whether silence is cut from the recording.' }),
    ),
  }),
  events: ['success', 'failed'],
  failure: 'failed',
  channels: [],
  run: unsupported('failed'),
});
