import { Type } from '@sinclair/typebox';
import { element } from '../twiml/element';
import { given } from './rendered';
import { hangup } from './resume';
import { oneOf, yesNo } from './schema';
import { defineWidget } from './widget';

/**
 * Records what the caller says.
 * https://www.twilio.com/docs/studio/widget-library/record-voicemail
 */
export const recordVoicemail = defineWidget({
  type: 'record-voicemail',
  properties: Type.Object({
    timeout: Type.Optional(
      Type.Integer({ minimum: 0, default: 5, description: 'Seconds of silence that end the recording.' }),
    ),
    finish_on_key: Type.Optional(
      Type.String({ description: 'Keys that end the recording. Empty: none does.' }),
    ),
    max_length: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 14400,
        description: 'Seconds that it may last. Absent: 3600, or 120 when it is transcribed.',
      }),
    ),
    transcribe: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether the recording is transcribed.' }),
    ),
    transcription_callback_url: Type.Optional(
      Type.String({ description: 'URL that is told the transcription. The flow does not wait for it.' }),
    ),
    trim: Type.Optional(
      oneOf(['trim-silence', 'do-not-trim'], {
        default: 'trim-silence',
        description: 'Whether silence at the ends is cut off.',
      }),
    ),
    play_beep: Type.Optional(
      yesNo({ default: 'true', description: 'Whether a beep tells that the recording begins.' }),
    ),
    recording_status_callback_url: Type.Optional(
      Type.String({ description: 'URL that is told when the recording is ready.' }),
    ),
  }),
  events: ['recordingComplete', 'noAudio', 'hangup'],
  channels: ['call'],
  speaks: true,
  run(properties, scope) {
    const record = element('Record', {
      action: scope.url('recordingComplete'),
      timeout: properties.timeout,
      // Studio ends a recording by no key unless told, TwiML by any.
      finishOnKey: properties.finish_on_key ?? '',
      maxLength: properties.max_length,
      transcribe: properties.transcribe,
      // A callback alone makes Twilio transcribe.
      transcribeCallback: properties.transcribe ? given(properties.transcription_callback_url) : undefined,
      trim: given(properties.trim),
      playBeep: given(properties.play_beep),
      recordingStatusCallback: given(properties.recording_status_callback_url),
    });
    return {
      // Silence makes Twilio go on to the next verb.
      verbs: [record, element('Redirect', {}, scope.url('noAudio'))],
      resume: [
        { event: 'hangup', when: { Digits: ['hangup'] } },
        hangup,
        { event: 'recordingComplete', when: { RecordingUrl: true } },
        { event: 'noAudio' },
      ],
    };
  },
});
