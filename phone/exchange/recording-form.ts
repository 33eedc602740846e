import { type Static, Type } from '@sinclair/typebox';
import type { RecordingRequest } from '../call/recordings';

/** What is said of a recording, of its own or of a call's that is placed. */
export const recordingForm = {
  RecordingStatusCallback: Type.Optional(Type.String()),
  RecordingStatusCallbackMethod: Type.Union([Type.Literal('GET'), Type.Literal('POST')], { default: 'POST' }),
  RecordingStatusCallbackEvent: Type.Array(Type.String(), { default: ['completed'] }),
  RecordingChannels: Type.Optional(Type.String()),
  RecordingTrack: Type.String({ default: 'both' }),
};

/** https://www.twilio.com/docs/voice/api/recording#start-a-recording-on-a-live-call */
export const NewRecording = Type.Object(recordingForm);

export function recordingRequest(
  form: Static<typeof NewRecording>,
  source: RecordingRequest['source'],
): RecordingRequest {
  const { RecordingStatusCallback: url, RecordingChannels: channels } = form;
  return {
    source,
    // Of its own it has two channels unless told, of a call that is placed one.
    channels: (channels ?? (source === 'OutboundAPI' ? 'mono' : 'dual')) === 'mono' ? 1 : 2,
    track: form.RecordingTrack,
    events: form.RecordingStatusCallbackEvent.join(' ').split(/[\s,]+/),
    ...(url !== undefined && { callback: { url, method: form.RecordingStatusCallbackMethod } }),
  };
}
