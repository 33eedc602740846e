import { Type, type Static } from '@sinclair/typebox';
import { orderCall, placeCall } from './calls/outgoing-call';
import { present } from './present';
import { given, wholeNumber } from './rendered';
import { oneOf } from './schema';
import { hideInUrl } from './secrets';
import { defineWidget, type Scope } from './widget';

const schema = Type.Object({
  to: Type.String({ description: 'Who is called.' }),
  from: Type.String({ description: 'Caller ID.' }),
  timeout: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 600, default: 60, description: 'Seconds that it may ring.' }),
  ),
  send_digits: Type.Optional(
    Type.String({ maxLength: 32, description: 'Tones that are sent when it is answered.' }),
  ),
  record: Type.Optional(Type.Boolean({ default: false, description: 'Whether the call is recorded.' })),
  recording_channels: Type.Optional(
    oneOf(['mono', 'dual'], { description: 'Both sides in one channel, or in one each.' }),
  ),
  recording_status_callback: Type.Optional(
    Type.String({ description: 'URL that is told of the recording.' }),
  ),
  trim: Type.Optional(
    oneOf(['trim-silence', 'do-not-trim'], { description: 'Whether silence is cut from the recording.' }),
  ),
  detect_answering_machine: Type.Optional(
    Type.Boolean({ default: false, description: 'Whether an answering machine is told from a person.' }),
  ),
  machine_detection: Type.Optional(
    oneOf(['Enable', 'DetectMessageEnd'], { description: "Whether it waits for the machine's beep." }),
  ),
  machine_detection_timeout: Type.Optional(
    Type.String({ default: '30', description: 'Seconds that the detection may take: 3 to 120.' }),
  ),
  machine_detection_speech_threshold: Type.Optional(
    Type.String({
      default: '2400',
      description: 'Milliseconds of speech that a person stays below: 1000 to 6000.',
    }),
  ),
  machine_detection_speech_end_threshold: Type.Optional(
    Type.String({
      default: '1200',
      description: 'Milliseconds of silence that end the speech: 500 to 5000.',
    }),
  ),
  machine_detection_silence_timeout: Type.Optional(
    Type.String({
      default: '5000',
      description: 'Milliseconds of silence at the start that end the detection: 2000 to 10000.',
    }),
  ),
  sip_auth_username: Type.Optional(Type.String({ description: 'User name for a SIP endpoint.' })),
  sip_auth_password: Type.Optional(Type.String({ description: 'Password for a SIP endpoint.' })),
});

/**
 * Calls somebody. `answered` gives the call to the flow: the widgets that follow speak on it.
 * https://www.twilio.com/docs/studio/widget-library/make-outgoing-call
 */
export const makeOutgoingCallV2 = defineWidget({
  type: 'make-outgoing-call-v2',
  properties: schema,
  events: ['answered', 'busy', 'noAnswer', 'failed'],
  failure: 'failed',
  channels: ['message', 'conversation', 'request'],
  run: (properties, scope) => orderCall(properties, options(properties, scope), scope),
  call: placeCall([{ event: 'answered', begins: true }], 'answered'),
});

function options(properties: Static<typeof schema>, scope: Scope) {
  const password = given(properties.sip_auth_password);
  return present({
    sendDigits: given(properties.send_digits),
    sipAuthUsername: given(properties.sip_auth_username),
    sipAuthPassword: password && scope.seal(password),
    ...(properties.record && recording(properties, scope)),
    ...(properties.detect_answering_machine && machineDetection(properties)),
  });
}

function recording(properties: Static<typeof schema>, scope: Scope) {
  const callback = given(properties.recording_status_callback);
  return {
    record: true,
    recordingChannels: given(properties.recording_channels),
    recordingStatusCallback: callback && hideInUrl(callback, secret => scope.seal(secret)),
    trim: given(properties.trim),
  };
}

function machineDetection(properties: Static<typeof schema>) {
  return {
    machineDetection: given(properties.machine_detection) ?? 'Enable',
    machineDetectionTimeout: wholeNumber(properties.machine_detection_timeout),
    machineDetectionSpeechThreshold: wholeNumber(properties.machine_detection_speech_threshold),
    machineDetectionSpeechEndThreshold: wholeNumber(properties.machine_detection_speech_end_threshold),
    machineDetectionSilenceTimeout: wholeNumber(properties.machine_detection_silence_timeout),
  };
}
