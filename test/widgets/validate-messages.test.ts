import type { JsonObject } from '../../flow/json';
import { validateDefinition } from '../../widgets/validate';
import { flowOf, otherSid, stateOf } from './flows';

/** Problems of a flow whose second state has these properties. */
function problemsWith(type: string, properties: JsonObject) {
  return validateDefinition(flowOf(stateOf(type, properties)));
}

const at = (place: string, message: string) => [{ message, property_path: `#/states/1/${place}` }];

describe('validation speaks as Twilio does', () => {
  const enough: Record<string, JsonObject> = {
    'add-twiml-redirect': { url: 'https://example.com' },
    'connect-call-to': { noun: 'number', to: '+15550100001' },
    'send-to-flex': { workflow: `WW${'0'.repeat(32)}`, channel: `TC${'0'.repeat(32)}` },
    'make-outgoing-call-v2': { from: '+15550100001', to: '+15550100002' },
    'run-conversation-relay': { url: 'wss://example.com' },
  };

  test.each([
    ['add-twiml-redirect', 'timeout', 14400, 'integer found, string expected'],
    ['send-to-flex', 'timeout', 3600, 'integer found, string expected'],
    ['send-to-flex', 'priority', 1, 'integer found, string expected'],
    ['connect-call-to', 'time_limit', 60, 'integer found, string expected'],
    ['make-outgoing-call-v2', 'machine_detection_timeout', 30, 'integer found, string expected'],
    ['say-play', 'say', 5, 'integer found, string expected'],
    ['say-play', 'say', 5.5, 'number found, string expected'],
    ['say-play', 'say', ['a'], 'array found, string expected'],
    ['say-play', 'say', {}, 'object found, string expected'],
    ['record-voicemail', 'trim', true, 'boolean found, string expected'],
    ['record-voicemail', 'play_beep', true, 'boolean found, string expected'],
    ['capture-payments', 'postal_code', true, 'boolean found, string expected'],
    ['gather-input-on-call', 'profanity_filter', false, 'boolean found, string expected'],
    ['run-conversation-relay', 'interruptible', true, 'boolean found, string expected'],
    ['capture-payments', 'security_code', 'yes', 'string found, boolean expected'],
    ['capture-payments', 'security_code', 'true', 'string found, boolean expected'],
    ['gather-input-on-call', 'timeout', 'soon', 'string found, integer expected'],
    ['gather-input-on-call', 'timeout', 31, 'must have a maximum value of 30'],
    ['gather-input-on-call', 'timeout', '31', 'must have a maximum value of 30'],
    ['gather-input-on-call', 'timeout', -1, 'must have a minimum value of 0'],
    ['gather-input-on-call', 'loop', '0', 'must have a minimum value of 1'],
    ['make-outgoing-call-v2', 'send_digits', '1'.repeat(33), 'may only be 32 characters long'],
    [
      'record-voicemail',
      'trim',
      'sometimes',
      'does not have a value in the enumeration [trim-silence, do-not-trim]',
    ],
    ['add-twiml-redirect', 'method', 'PUT', 'does not have a value in the enumeration [POST, GET]'],
  ])('%s %s: %j', (type, property, value, message) => {
    expect(problemsWith(type, { ...enough[type], [property]: value })).toEqual(
      at(`properties/${property}`, message),
    );
  });

  test('what is required', () => {
    expect(problemsWith('add-twiml-redirect', {})).toEqual(
      at('properties/url', 'is missing but it is required'),
    );
    expect(problemsWith('add-twiml-redirect', { url: null })).toEqual(
      at('properties/url', 'must not be null'),
    );
    expect(
      problemsWith('run-function', { url: 'https://example.com', parameters: [{ key: 'a', value: null }] }),
    ).toEqual(at('properties/parameters/0/value', 'must not be null'));
  });

  test('an unknown type', () => {
    const [problem, ...others] = validateDefinition(flowOf(stateOf('hangup')));
    expect(others).toEqual([]);
    expect(problem?.property_path).toBe('#/states/1/type');
    expect(problem?.message).toMatch(
      /^does not have a value in the enumeration \[trigger, split-based-on, .*\]$/,
    );
  });

  test('an event that the widget does not have', () => {
    const state = stateOf('set-variables', {}, { transitions: [{ event: 'next' }, { event: 'done' }] });
    expect(validateDefinition(flowOf(state))).toEqual(
      at('transitions/1/event', 'must be a constant value next'),
    );
  });

  test('a subflow that only rendering could tell', () => {
    const message = 'must be a valid, non-liquid flow sid';
    expect(problemsWith('run-subflow', { flow_sid: '{{flow.data.next}}' })).toEqual(
      at('properties/flow_sid', message),
    );
    expect(problemsWith('run-subflow', { flow_sid: 'FW123' })).toEqual(at('properties/flow_sid', message));
    expect(problemsWith('run-subflow', { flow_sid: '' })).toEqual(at('properties/flow_sid', message));
    expect(problemsWith('run-subflow', { flow_sid: otherSid(1), flow_revision: 'Latest' })).toEqual(
      at(
        'properties/flow_revision',
        'Flow revision must be an integer or enum(LatestPublished, LatestRevision)',
      ),
    );
  });

  test.each([
    ['start-conversation', { conversation_service_sid: 'IS1', participants: [] }],
    ['resume-conversation', { conversation_service_sid: 'IS1' }],
  ])('%s where no request leads', (type, properties) => {
    const flow = flowOf(stateOf(type, properties));
    expect(validateDefinition(flow)).toEqual([]);

    flow.states[0]!['transitions'] = [{ event: 'incomingCall', next: 'widget' }];
    expect(validateDefinition(flow)).toEqual([
      {
        message: `${type} can only be used in flows triggered by the REST API`,
        property_path: '#/states/1',
      },
    ]);
  });

  test('one problem for each place, ordered by state', () => {
    const flow = flowOf(
      stateOf('say-play', { say: 1, loop: 0 }, { name: 'first', transitions: [{ event: 'x', next: 'y' }] }),
      stateOf('record-voicemail', { trim: true }, { name: 'first' }),
    );
    flow.states[0]!['transitions'] = [];
    flow['initial_state'] = 'Start';
    expect(validateDefinition(flow).map(({ property_path }) => property_path)).toEqual([
      '#/initial_state',
      '#/states/1/properties/say',
      '#/states/1/properties/loop',
      '#/states/1/transitions/0/event',
      '#/states/1/transitions/0/next',
      '#/states/2/properties/trim',
      '#/states/2/name',
    ]);
  });
});
