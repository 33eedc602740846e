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
} from './definition';

const recordCall = oneOf(
  ...['do-not-record', 'record-from-answer', 'record-from-ringing', 'record-from-answer-dual'],
  ...['record-from-ringing-dual', 'true', 'false'],
);

/** TwiML for the called party, and the progress of that leg. */
const leg: Record<string, AttributeType> = {
  url: callback,
  method: 'method',
  ...status,
  statusCallbackEvent: listOf('initiated', 'ringing', 'answered', 'completed'),
};

const machineDetection: Record<string, AttributeType> = {
  amdStatusCallback: callback,
  amdStatusCallbackMethod: 'method',
  machineDetection: 'text',
  ...each('number', 'machineDetectionSilenceTimeout', 'machineDetectionSpeechEndThreshold'),
  ...each('number', 'machineDetectionSpeechThreshold', 'machineDetectionTimeout'),
};

const ringTone = oneOf(
  ...'at au bg br be ch cl cn cz de dk ee es fi fr gr hu il in it lt jp mx my nl no nz ph pl pt ru se sg th'.split(
    ' ',
  ),
  ...'uk us us-old tw ve za'.split(' '),
);

/** `<Dial>` and whom it dials: https://www.twilio.com/docs/voice/twiml/dial */
export const dial: Definitions = {
  Dial: {
    parents: ['Response'],
    text: 'required',
    attributes: {
      action: control,
      method: 'method',
      ...each('text', 'callerId', 'callReason', 'passports', 'recordingConfigurationId'),
      ...each('number', 'timeLimit', 'timeout'),
      ...each('boolean', 'answerOnBridge', 'hangupOnStar', 'sequential'),
      events: oneOf('call-progress-event'),
      record: recordCall,
      ...recordingStatus,
      recordingTrack: oneOf('both', 'inbound', 'outbound'),
      referUrl: callback,
      referMethod: 'method',
      ringTone,
      trim,
    },
  },
  Number: {
    parents: ['Dial'],
    text: 'required',
    attributes: { ...leg, ...machineDetection, ...each('text', 'byoc', 'sendDigits') },
  },
  Client: { parents: ['Dial'], text: 'required', attributes: leg },
  Identity: { parents: ['Client'], text: 'required', attributes: {} },
  Application: {
    parents: ['Dial'],
    text: 'required',
    attributes: { ...leg, copyParentTo: 'boolean', customerId: 'text' },
  },
  ApplicationSid: { parents: ['Application'], text: 'required', attributes: {} },
  WhatsApp: { parents: ['Dial'], text: 'required', attributes: leg },
  Sip: {
    parents: ['Dial', 'Refer'],
    text: 'required',
    attributes: { ...leg, ...machineDetection, ...each('text', 'username', 'password') },
  },
  Uri: {
    parents: ['Sip'],
    text: 'required',
    attributes: each('text', 'username', 'password', 'priority', 'weight'),
  },
  Headers: { parents: ['Sip'], attributes: {} },
  Header: { parents: ['Headers'], attributes: each('text', 'name', 'value') },
  Sim: { parents: ['Dial'], text: 'required', attributes: {} },
  Queue: {
    parents: ['Dial', 'Response'],
    text: 'required',
    attributes: { url: callback, method: 'method', ...each('text', 'postWorkActivitySid', 'reservationSid') },
  },
  Conference: {
    parents: ['Dial'],
    text: 'required',
    attributes: {
      beep: oneOf('true', 'false', 'onEnter', 'onExit'),
      ...each('text', 'coach', 'participantLabel', 'recordingConfigurationId'),
      ...each('boolean', 'endConferenceOnExit', 'muted', 'startConferenceOnEnter'),
      maxParticipants: 'number',
      jitterBufferSize: oneOf('large', 'medium', 'small', 'off'),
      record: oneOf('do-not-record', 'record-from-start'),
      region: oneOf('us1', 'us2', 'ie1', 'sg1', 'br1', 'au1', 'jp1', 'de1'),
      eventCallbackUrl: callback,
      ...recordingStatus,
      ...status,
      statusCallbackEvent: listOf(
        ...['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'speaker', 'announcement'],
      ),
      trim,
      waitUrl: callback,
      waitMethod: 'method',
    },
  },
};
