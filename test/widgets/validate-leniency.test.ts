import type { JsonObject } from '../../flow/json';
import { validateDefinition } from '../../widgets/validate';
import { flowOf, otherSid, stateOf } from './flows';

const problemsWith = (type: string, properties: JsonObject) =>
  validateDefinition(flowOf(stateOf(type, properties)));

describe('what exports hold is never refused', () => {
  const message = { from: '{{flow.channel.address}}', body: 'hello' };

  test.each<[string, string, JsonObject]>([
    ['a time-out as a number', 'send-and-wait-for-reply', { ...message, timeout: 3600 }],
    ['no message type', 'send-message', message],
    ['a number as a text', 'gather-input-on-call', { say: 'hello', timeout: '5', loop: ' 1 ' }],
    ['a number of a template', 'gather-input-on-call', { say: 'hello', timeout: '{{flow.variables.t}}' }],
    ['a word of a template', 'record-voicemail', { trim: '{% if x %}trim-silence{% endif %}' }],
    ['a yes or no of a template', 'capture-payments', { security_code: '{{flow.variables.code}}' }],
    ['no URL of a function', 'run-function', { url: '' }],
    ['no canvas position', 'say-play', { say: 'hello' }],
    ['a canvas position', 'say-play', { say: 'hello', offset: { x: -10, y: 20.5 } }],
    ['an empty word', 'enqueue-call', { queue_name: 'a', wait_url_method: '' }],
    ['an empty number', 'gather-input-on-call', { say: 'hello', number_of_digits: '' }],
    ['null for nothing', 'gather-input-on-call', { say: 'hello', number_of_digits: null, hints: null }],
    ['keys that are not known', 'say-play', { say: 'hello', colour: { deep: [true] } }],
    ['a revision as a number', 'run-subflow', { flow_sid: otherSid(1), flow_revision: 7 }],
    [
      'a content type without its charset',
      'make-http-request',
      { method: 'POST', url: 'https://example.com', content_type: 'application/json' },
    ],
    [
      'a place on the canvas, and no value',
      'set-variables',
      {
        variables: [
          { index: '0', key: 'a', value: 'b' },
          { key: 'c', type: 'string', value: null },
        ],
      },
    ],
  ])('%s', (_, type, properties) => {
    expect(problemsWith(type, properties)).toEqual([]);
  });

  test('a key that no transition should have', () => {
    const state = stateOf('set-variables', {}, { transitions: [{ event: 'next', name: 'x' }] });
    expect(validateDefinition(flowOf(state))).toEqual([]);
  });

  test('a template is no excuse for a list', () => {
    expect(problemsWith('run-function', { url: 'https://example.com', parameters: '{{flow.data}}' })).toEqual(
      [{ message: 'string found, array expected', property_path: '#/states/1/properties/parameters' }],
    );
  });
});
