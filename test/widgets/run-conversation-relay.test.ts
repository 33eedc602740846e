import { runConversationRelay } from '../../widgets/run-conversation-relay';
import { url } from './scope';
import { eventOf, faults, official, run, said } from './voice';

const action = url('success');

test('it says everything a flow can ask for', () => {
  const properties = {
    url: ' wss://example.com/talk ',
    welcome_greeting: 'Hello "you" & <yours>',
    tts_provider: 'ElevenLabs',
    voice: 'anna',
    language: 'de-DE',
    transcription_provider: 'Deepgram',
    speech_model: 'nova-3',
    dtmf_detection: true,
    interruptible: 'false',
    parameters: [{ key: 'customer', value: '7' }],
  };
  const expected = official(response =>
    response
      .connect({ action })
      .conversationRelay({
        url: 'wss://example.com/talk',
        welcomeGreeting: 'Hello "you" & <yours>',
        ttsProvider: 'ElevenLabs',
        voice: 'anna',
        language: 'de-DE',
        transcriptionProvider: 'Deepgram',
        speechModel: 'nova-3',
        dtmfDetection: true,
        interruptible: 'false',
      })
      .parameter({ name: 'customer', value: '7' }),
  );
  expect(said(runConversationRelay, properties)).toBe(expected);
  expect(said(runConversationRelay, { ...properties, dtmf_detection: 'true' })).toBe(expected);
});

test("it leaves Twilio's defaults where templates left nothing", () => {
  const empty = {
    url: 'wss://example.com/talk',
    welcome_greeting: '',
    voice: ' ',
    interruptible: '',
    dtmf_detection: '',
  };
  expect(said(runConversationRelay, empty)).toBe(
    official(response => response.connect({ action }).conversationRelay({ url: 'wss://example.com/talk' })),
  );
});

test('it fails without a URL', () => {
  expect(run(runConversationRelay, { url: '' })).toEqual({
    event: 'failed',
    warnings: [expect.objectContaining({ code: 11100 })],
  });
});

test.each([
  ['success', { SessionStatus: 'ended', HandoffData: '{"reason":"human"}' }, 'success'],
  ['success', { SessionStatus: 'completed', CallStatus: 'completed' }, 'success'],
  ['success', { SessionStatus: 'failed', ErrorCode: '64105' }, 'failed'],
  ['success', { ErrorCode: '64101' }, 'failed'],
  [undefined, { CallStatus: 'completed' }, undefined],
])('it goes on from FlowEvent %s with %j by %s', (flowEvent, params, event) => {
  const outcome = run(runConversationRelay, { url: 'wss://example.com/talk' });
  expect(eventOf(outcome, flowEvent, params)).toBe(event);
});

test('its properties', () => {
  const wire = { url: 'wss://example.com/talk', interruptible: 'true', dtmf_detection: false };
  expect(faults(runConversationRelay, wire)).toEqual([]);
  expect(faults(runConversationRelay, { ...wire, interruptible: true })).toContain(
    '/interruptible must be string',
  );
  expect(faults(runConversationRelay, {})).toEqual(["must have required property 'url'"]);
});
