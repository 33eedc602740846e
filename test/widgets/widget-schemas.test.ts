import type { TSchema } from '@sinclair/typebox';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../../flow/json';
import { widgetOf, widgets } from '../../widgets';
import { validateDefinition } from '../../widgets/validate';
import type { Widget } from '../../widgets/widget';
import { flowOf, otherSid, stateOf } from './flows';
import { makeScope } from './scope';

/** The smallest properties of each type that Twilio accepts. */
const minimal: Record<string, JsonObject> = {
  trigger: {},
  'split-based-on': { input: '{{widgets.gather.Digits}}' },
  'set-variables': {},
  'say-play': {},
  'gather-input-on-call': {},
  'connect-call-to': { noun: 'number', to: '+15550100001', caller_id: '{{contact.channel.address}}' },
  'make-outgoing-call-v1': { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}' },
  'make-outgoing-call-v2': { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}' },
  'record-voicemail': {},
  'record-call': {},
  'enqueue-call': { queue_name: 'support' },
  'capture-payments': {},
  'fork-stream': { stream_action: 'start' },
  'connect-virtual-agent': { connector: 'agent' },
  'connect-virtual-agent-v2': {},
  'run-conversation-relay': { url: 'wss://example.com' },
  'send-message': { from: '{{flow.channel.address}}' },
  'send-and-wait-for-reply': { from: '{{flow.channel.address}}' },
  'start-conversation': { conversation_service_sid: 'IS1', participants: [] },
  'resume-conversation': { conversation_service_sid: 'IS1' },
  'run-function': { url: 'https://example.com' },
  'make-http-request': { method: 'GET', url: 'https://example.com' },
  'add-twiml-redirect': { url: 'https://example.com' },
  'run-subflow': { flow_sid: otherSid(1) },
  'send-to-flex': { workflow: 'WW1', channel: 'TC1' },
  'send-to-auto-pilot': { autopilot_assistant_sid: 'UA1' },
};

/** Events of each type, as hosted Studio's validator accepts them. */
const events: Record<string, string> = {
  trigger: 'incomingMessage incomingCall incomingConversationMessage incomingRequest incomingParent',
  'split-based-on': 'noMatch match',
  'set-variables': 'next',
  'say-play': 'audioComplete',
  'gather-input-on-call': 'keypress speech timeout',
  'connect-call-to': 'callCompleted hangup',
  'make-outgoing-call-v1': 'answered busy noAnswer failed answeredByMachine hangup',
  'make-outgoing-call-v2': 'answered busy noAnswer failed',
  'record-voicemail': 'recordingComplete noAudio hangup',
  'record-call': 'success failed',
  'enqueue-call': 'callComplete failedToEnqueue callFailure',
  'capture-payments': 'success maxFailedAttempts providerError payInterrupted hangup validationError',
  'fork-stream': 'next',
  'connect-virtual-agent': 'hangup return',
  'connect-virtual-agent-v2': 'completed live-agent-handoff hangup failed paused timeout',
  'run-conversation-relay': 'success failed',
  'send-message': 'sent failed',
  'send-and-wait-for-reply': 'incomingMessage timeout deliveryFailure',
  'start-conversation': 'created failed',
  'resume-conversation': 'resumed failed',
  'run-function': 'success fail',
  'make-http-request': 'success failed',
  'add-twiml-redirect': 'return timeout fail failed',
  'run-subflow': 'completed failed',
  'send-to-flex': 'callComplete failedToEnqueue callFailure composerStarted',
  'send-to-auto-pilot': 'sessionEnded failure timeout',
};

function problemsWith(type: string, properties: JsonObject) {
  if (type === 'trigger') return validateDefinition(flowOf());
  return validateDefinition(flowOf(stateOf(type, properties)));
}

const all = [...widgets.values()];
const properties = all.flatMap(widget =>
  Object.entries<TSchema>(widget.properties.properties).map(([name, schema]) => ({ widget, name, schema })),
);
const required = properties.filter(({ widget, name }) => widget.properties.required?.includes(name));
const enums = properties.flatMap(({ widget, name, schema }) =>
  Array.isArray(schema['enum']) ? [{ widget, name, values: schema['enum'].map(String) }] : [],
);

test('26 types, each known by the name that it gives itself', () => {
  expect([...widgets.keys()]).toEqual(Object.keys(minimal));
  for (const type of widgets.keys()) expect(widgetOf(type)?.type).toBe(type);
  expect(widgetOf('hangup')).toBeUndefined();
  expect(widgetOf('__proto__')).toBeUndefined();
});

test('each lies in the file of its name', () => {
  const files = readdirSync(path.join(__dirname, '../../widgets'));
  expect(files).toEqual(expect.arrayContaining(all.map(({ type }) => `${type}.ts`)));
});

test.each(all.map(({ type }) => type))('%s: what is minimal is enough', type => {
  expect(problemsWith(type, minimal[type]!)).toEqual([]);
});

test.each(all)('$type: its events', ({ type, events: own, failure }) => {
  expect([...own].sort()).toEqual(events[type]!.split(' ').sort());
  if (failure !== undefined) expect(own).toContain(failure);
});

test.each(required.map(({ widget, name }): [string, string] => [widget.type, name]))(
  '%s: %s is required',
  (type, name) => {
    const rest = Object.fromEntries(Object.entries(minimal[type]!).filter(([key]) => key !== name));
    expect(problemsWith(type, rest)).toEqual([
      { message: 'is missing but it is required', property_path: `#/states/1/properties/${name}` },
    ]);
  },
);

test.each(enums.map(({ widget, name, values }): [string, string, string[]] => [widget.type, name, values]))(
  '%s: %s is a word of a list',
  (type, name, values) => {
    for (const value of values) {
      expect(problemsWith(type, { ...minimal[type], [name]: value })).toEqual([]);
    }
    expect(problemsWith(type, { ...minimal[type], [name]: 'something else' })).toEqual([
      {
        message: `does not have a value in the enumeration [${values.join(', ')}]`,
        property_path: `#/states/1/properties/${name}`,
      },
    ]);
  },
);

test.each(all.filter(({ channels }) => channels?.length === 0))(
  '$type: works in no channel yet, and says so',
  (widget: Widget) => {
    expect(widget.run({}, makeScope())).toEqual({
      event: widget.failure,
      warnings: [{ code: 81020, message: 'Unsupported Trigger Type' }],
    });
  },
);
