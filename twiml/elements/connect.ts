import {
  type AttributeType,
  callback,
  control,
  type Definitions,
  each,
  listOf,
  oneOf,
  recordingStatus,
  status,
  trim,
  websocket,
} from './definition';

const block: Record<string, AttributeType> = { action: control, method: 'method' };
const mediaTrack = oneOf('inbound_track', 'outbound_track', 'both_tracks');
const nameAndValue = each('text', 'name', 'value');

/** What a voice agent hears with, speaks with and reacts to. */
const agent: Record<string, AttributeType> = {
  ...each('boolean', 'dtmfDetection', 'partialPrompts', 'preemptible', 'profanityFilter'),
  ...each('boolean', 'reportInputDuringAgentSpeech'),
  ...each('text', 'debug', 'elevenlabsTextNormalization', 'hints', 'intelligenceService'),
  ...each(
    'text',
    'interruptSensitivity',
    'interruptible',
    'language',
    'speechModel',
    'transcriptionLanguage',
  ),
  ...each('text', 'transcriptionProvider', 'ttsLanguage', 'ttsProvider', 'voice', 'welcomeGreeting'),
  ...each('text', 'welcomeGreetingInterruptible'),
};

/** `<Connect>`, `<Start>`, `<Stop>` and what they handle: https://www.twilio.com/docs/voice/twiml/connect */
export const connect: Definitions = {
  Connect: { parents: ['Response'], attributes: block },
  Start: { parents: ['Response'], attributes: block },
  Stop: { parents: ['Response'], attributes: {} },
  Stream: {
    parents: ['Connect', 'Start', 'Stop'],
    attributes: {
      url: websocket,
      ...each('text', 'audioFormat', 'connectorName', 'name', 'sampleRate'),
      ...status,
      track: mediaTrack,
    },
  },
  Siprec: {
    parents: ['Start', 'Stop'],
    attributes: { ...each('text', 'connectorName', 'name'), ...status, track: mediaTrack },
  },
  Transcription: {
    parents: ['Start', 'Stop'],
    attributes: {
      ...each('text', 'hints', 'inboundTrackLabel', 'intelligenceService', 'languageCode', 'name'),
      ...each('text', 'outboundTrackLabel', 'speechModel', 'transcriptionEngine'),
      ...each('boolean', 'enableAutomaticPunctuation', 'partialResults', 'profanityFilter'),
      statusCallbackUrl: callback,
      statusCallbackMethod: 'method',
      track: mediaTrack,
    },
  },
  Recording: {
    parents: ['Start'],
    attributes: {
      channels: oneOf('mono', 'dual'),
      recordingConfigurationId: 'text',
      ...recordingStatus,
      track: oneOf('inbound', 'outbound', 'both'),
      trim,
    },
  },
  ConversationRelay: {
    parents: ['Connect'],
    attributes: {
      url: websocket,
      ...agent,
      ...each('text', 'backgroundnoisereduction', 'deepgramsmartformat', 'events', 'ignorebackchannel'),
      speechtimeout: 'text',
    },
  },
  ConversationRelaySession: {
    parents: ['Connect'],
    attributes: each('text', 'connector', 'sessionConfiguration'),
  },
  Assistant: { parents: ['Connect'], attributes: { ...agent, id: 'text' } },
  AiSession: { parents: ['Connect'], attributes: each('text', 'aiConnector', 'aiSessionConfiguration') },
  Language: {
    parents: ['Assistant', 'ConversationRelay'],
    attributes: each('text', 'code', 'speechModel', 'transcriptionProvider', 'ttsProvider', 'voice'),
  },
  VirtualAgent: {
    parents: ['Connect'],
    attributes: { ...each('text', 'connectorName', 'language'), sentimentAnalysis: 'boolean', ...status },
  },
  Autopilot: { parents: ['Connect'], text: 'required', attributes: {} },
  Room: { parents: ['Connect'], text: 'required', attributes: { participantIdentity: 'text' } },
  Conversation: {
    parents: ['Connect'],
    attributes: {
      serviceInstanceSid: 'text',
      inboundAutocreation: 'boolean',
      ...each('number', 'inboundTimeout', 'routingAssignmentTimeout'),
      url: callback,
      method: 'method',
      record: oneOf(
        ...['do-not-record', 'record-from-answer', 'record-from-ringing', 'record-from-answer-dual'],
        ...['record-from-ringing-dual', 'true', 'false'],
      ),
      ...recordingStatus,
      ...status,
      statusCallbackEvent: listOf('call-initiated', 'call-ringing', 'call-answered', 'call-completed'),
      trim,
    },
  },
  Config: { parents: ['VirtualAgent', 'Transcription'], attributes: nameAndValue },
  Parameter: {
    parents: [
      ...[
        'Assistant',
        'ConversationRelay',
        'Stream',
        'VirtualAgent',
        'Application',
        'Client',
        'Hangup',
        'Pay',
      ],
      ...['Reject', 'Siprec', 'Transcription'],
    ],
    attributes: nameAndValue,
  },
};
