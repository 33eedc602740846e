import { Type } from '@sinclair/typebox';
import { element } from '../twiml/element';
import { given } from './rendered';
import { byValue } from './resume';
import { keyValues, yesNo } from './schema';
import { named } from './calls/parameters';
import { defineWidget } from './widget';

/**
 * Lets an application talk with the caller over a WebSocket, as text.
 * https://www.twilio.com/docs/studio/widget-library/run-conversationrelay
 */
export const runConversationRelay = defineWidget({
  type: 'run-conversation-relay',
  properties: Type.Object({
    url: Type.String({ description: "Address of the application's WebSocket (wss://…)." }),
    welcome_greeting: Type.Optional(Type.String({ description: 'What the caller hears first.' })),
    tts_provider: Type.Optional(Type.String({ description: 'Who makes speech of text, such as Google.' })),
    voice: Type.Optional(Type.String({ description: 'Voice of the provider.' })),
    language: Type.Optional(Type.String({ default: 'en-US', description: 'Language of both sides.' })),
    transcription_provider: Type.Optional(
      Type.String({ description: 'Who makes text of speech, such as Deepgram.' }),
    ),
    speech_model: Type.Optional(Type.String({ description: 'Model of the transcription provider.' })),
    dtmf_detection: Type.Optional(
      Type.Union([Type.Boolean(), yesNo()], {
        description: 'Whether the application is told of pressed keys.',
      }),
    ),
    interruptible: Type.Optional(
      yesNo({ default: 'true', description: 'Whether the caller can interrupt what is said.' }),
    ),
    parameters: Type.Optional(keyValues({ description: 'Sent along when the session begins.' })),
  }),
  events: ['success', 'failed'],
  failure: 'failed',
  channels: ['call'],
  speaks: true,
  run(properties, scope) {
    const url = given(properties.url);
    if (!url) return { event: 'failed', warnings: [{ code: 11100, message: 'The url is empty' }] };
    const relay = element(
      'ConversationRelay',
      {
        url,
        welcomeGreeting: given(properties.welcome_greeting),
        ttsProvider: given(properties.tts_provider),
        voice: given(properties.voice),
        language: given(properties.language),
        transcriptionProvider: given(properties.transcription_provider),
        speechModel: given(properties.speech_model),
        dtmfDetection: given(String(properties.dtmf_detection ?? '')),
        interruptible: given(properties.interruptible),
      },
      ...named('Parameter', properties.parameters),
    );
    return {
      verbs: [element('Connect', { action: scope.url('success') }, relay)],
      resume: [
        ...byValue('SessionStatus', { failed: ['failed'] }),
        { event: 'failed', when: { ErrorCode: true } },
        { event: 'success', tellsOfHangUp: true },
      ],
    };
  },
});
