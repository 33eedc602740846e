import { classify, type Kind } from '../../gateway/routes/v1/accounts/flows/classify';
import { readRequest } from '../../gateway/routes/v1/accounts/flows/request';

const call = { CallSid: 'CA1' };

describe('a request to a flow', () => {
  it.each<[Kind, Record<string, string>]>([
    // The first request of a call.
    ['start', { ...call, CallStatus: 'ringing' }],
    ['start', { ...call, CallStatus: 'queued' }],
    ['start', { ...call, CallStatus: 'initiated' }],
    ['start', { ...call, CallStatus: 'in-progress', Trigger: 'incomingCall' }],
    // Answering machine detection comes with the request for TwiML.
    ['start', { ...call, CallStatus: 'ringing', AnsweredBy: 'human', MachineDetectionDuration: '2000' }],
    // Actions and redirects.
    ['resume', { ...call, CallStatus: 'in-progress', FlowEvent: 'keypress', Digits: '1' }],
    ['resume', { ...call, CallStatus: 'in-progress', FlowStep: '2' }],
    ['resume', { ...call, CallStatus: 'completed', FlowEvent: 'recordingComplete' }],
    ['resume', { MessageSid: 'SM1', FlowEvent: 'return' }],
    ['join', { ...call, CallStatus: 'in-progress' }],
    [
      'join',
      { ...call, CallStatus: 'in-progress', RecordingUrl: 'https://x', RecordingSid: 'RE1', Digits: '#' },
    ],
    // A status that is not known yet does not keep a call from going on.
    ['join', { ...call, CallStatus: 'bridging' }],
    // The end of a call.
    ['over', { ...call, CallStatus: 'completed', CallbackSource: 'call-progress-events' }],
    ['over', { ...call, CallStatus: 'completed' }],
    ['over', { ...call, CallStatus: 'busy' }],
    ['over', { ...call, CallStatus: 'failed' }],
    ['over', { ...call, CallStatus: 'no-answer' }],
    ['over', { ...call, CallStatus: 'canceled', Trigger: 'incomingCall' }],
    // Status callbacks.
    ['callback', { ...call, CallStatus: 'initiated', CallbackSource: 'call-progress-events' }],
    ['callback', { ...call, CallStatus: 'ringing', CallbackSource: 'call-progress-events' }],
    ['callback', { ...call, CallStatus: 'in-progress', CallbackSource: 'call-progress-events' }],
    ['callback', { ...call, RecordingSid: 'RE1', RecordingStatus: 'completed', RecordingUrl: 'https://x' }],
    [
      'callback',
      { ...call, CallStatus: 'in-progress', TranscriptionSid: 'TR1', TranscriptionStatus: 'completed' },
    ],
    ['callback', { ...call, TranscriptionEvent: 'transcription-started' }],
    ['callback', { ...call, StreamSid: 'MZ1', StreamEvent: 'stream-started' }],
    ['callback', { ...call, AnsweredBy: 'machine_start', MachineDetectionDuration: '3000' }],
    ['callback', { ...call, ConferenceSid: 'CF1', StatusCallbackEvent: 'participant-join' }],
    ['callback', { ...call, For: 'security-code', Attempt: '1' }],
    ['callback', { ...call, CallStatus: 'in-progress', UnstableSpeechResult: 'hel' }],
    // Messages.
    ['start', { MessageSid: 'SM1', SmsStatus: 'received', Body: 'hi' }],
    ['callback', { MessageSid: 'SM1', SmsStatus: 'sent', MessageStatus: 'sent' }],
  ])('is a %s: %j', (kind, query) => {
    expect(classify(readRequest(query, {}, [], text => text))).toBe(kind);
  });
});
