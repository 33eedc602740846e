import { Type } from '@sinclair/typebox';
import { orderCall, placeCall } from './calls/outgoing-call';
import { defineWidget } from './widget';

/** AnsweredBy of what is no human (https://www.twilio.com/docs/voice/answering-machine-detection). */
const MACHINES = ['machine_start', 'machine_end_beep', 'machine_end_silence', 'machine_end_other', 'fax'];

/**
 * Calls somebody, as flows of the first years do. `hangup`: the call was answered, and over before the flow could say
 * a word on it.
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
  channels: ['message', 'conversation', 'request'],
  run: ({ record, detect_answering_machine: detect, ...order }, scope) =>
    orderCall(order, { ...(record && { record }), ...(detect && { machineDetection: 'Enable' }) }, scope),
  call: placeCall(
    [
      { event: 'answeredByMachine', when: { AnsweredBy: MACHINES }, begins: true },
      { event: 'answered', begins: true },
    ],
    'hangup',
  ),
});
