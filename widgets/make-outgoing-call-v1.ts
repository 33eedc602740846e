import { Type } from '@sinclair/typebox';
import { unsupported } from './unsupported';
import { defineWidget } from './widget';

/**
 * Calls somebody, as flows of the first years do.
 * https://www.twilio.com/docs/studio/widget-library/make-outgoing-call
 */
export const makeOutgoingCallV1 = defineWidget({
  type: 'make-outgoing-call-v1',
  properties: Type.Object({
    to: Type.String({ description: 'Who is called.' }),
    from: Type.String({ description: 'Caller ID.' }),
    timeout: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 600, default: 60, description: 'Seconds that it may ring.' }),
    ),
    record: Type.Optional(Type.Boolean({ default: false, description: 'Whether the call is recorded.' })),
    detect_answering_machine: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether an answering machine is told from a person.' }),
    ),
  }),
  events: ['answered', 'answeredByMachine', 'busy', 'noAnswer', 'hangup', 'failed'],
  failure: 'failed',
  channels: [],
  run: unsupported('failed'),
});
