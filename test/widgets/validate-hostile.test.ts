import { fc } from '../setup/fuzz';
import type { JsonObject } from '../../flow/json';
import { validateDefinition } from '../../widgets/validate';
import { flowOf, otherSid, stateOf } from './flows';
import { cpuTime } from '../setup/cpu-time';

/** Generous: what is not linear takes far longer. */
const QUICK = 2000;

function quickly(json: unknown) {
  const { result: problems, milliseconds } = cpuTime(() => validateDefinition(json));
  expect(milliseconds).toBeLessThan(QUICK);
  expect(problems.length).toBeLessThanOrEqual(100);
  for (const { message, property_path } of problems) {
    expect(message).not.toBe('');
    expect(property_path).toMatch(/^#/);
  }
  return problems;
}

const real = () =>
  flowOf(
    stateOf(
      'start-conversation',
      { conversation_service_sid: 'IS1', participants: [{ type: 'chat', identity: 'a' }] },
      { name: 'start' },
    ),
    stateOf('gather-input-on-call', { say: 'hello', timeout: 5 }, { name: 'gather' }),
    stateOf(
      'split-based-on',
      { input: '{{widgets.gather.Digits}}' },
      {
        name: 'split',
        transitions: [
          { event: 'noMatch' },
          {
            event: 'match',
            next: 'gather',
            conditions: [{ friendly_name: '', arguments: ['{{x}}'], type: 'regex', value: '.*' }],
          },
        ],
      },
    ),
    stateOf('set-variables', { variables: [{ key: 'a', value: 'b' }] }, { name: 'set' }),
    stateOf('run-subflow', { flow_sid: otherSid(1), parameters: [] }, { name: 'subflow' }),
  );

/** Every place in a JSON value, outermost first. */
function placesOf(value: unknown, place: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [place];
  return [place, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...place, key]))];
}

/** A copy with another value at a place, or with none. */
function changed(value: unknown, [key, ...rest]: string[], to: unknown): unknown {
  if (key === undefined) return to;
  const copy = structuredClone(value) as Record<string, unknown>;
  if (rest.length === 0 && to === undefined) Reflect.deleteProperty(copy, key);
  else copy[key] = changed(copy[key], rest, to);
  return copy;
}

test('any JSON is answered', () => {
  fc.assert(fc.property(fc.jsonValue(), json => void quickly(json)));
});

test('any states are answered', () => {
  const type = fc.constantFrom('trigger', 'say-play', 'split-based-on', 'run-subflow', 'start-conversation');
  const loose = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: value }, fc.jsonValue());
  const transition = fc.record(
    {
      event: loose(fc.constantFrom('incomingCall', 'match', 'next')),
      next: loose(fc.string()),
      conditions: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const state = fc.record(
    {
      name: loose(fc.string()),
      type: loose(type),
      transitions: loose(fc.array(transition)),
      properties: loose(fc.dictionary(fc.string(), fc.jsonValue())),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      fc.record({ states: fc.array(loose(state)), initial_state: fc.string() }),
      json => void quickly(json),
    ),
  );
});

test('any change to a flow is answered', () => {
  expect(validateDefinition(real())).toEqual([]);
  const places = placesOf(real());
  const values = fc.oneof(fc.constant(undefined), fc.jsonValue(), fc.constantFrom('__proto__', '{{', NaN));
  fc.assert(
    fc.property(fc.constantFrom(...places), values, (place, to) => void quickly(changed(real(), place, to))),
    { numRuns: 1000 },
  );
});

test('1000 states that all lead everywhere', () => {
  const transitions = Array.from({ length: 100 }, (_, index) => ({
    event: 'audioComplete',
    next: `widget_${index * 9}`,
  }));
  const states = Array.from({ length: 998 }, (_, index) =>
    stateOf('say-play', { say: 'hello' }, { name: `widget_${index}`, transitions }),
  );
  const last = stateOf(
    'resume-conversation',
    { conversation_service_sid: 'IS1' },
    { name: 'last', transitions: [] },
  );
  expect(quickly(flowOf(...states, last))).toHaveLength(1);
});

test('1000 states in which everything is wrong', () => {
  const states = Array.from({ length: 999 }, () => ({
    name: 7,
    type: 'send-to-flex',
    transitions: Array.from({ length: 100 }, () => 7),
    properties: { timeout: 7, priority: 7 },
  }));
  expect(quickly(flowOf(...(states as unknown as JsonObject[])))).toHaveLength(100);
});

test('a hundred thousand states, a hundred thousand parameters', () => {
  const many = Array.from({ length: 100_000 }, () => 7);
  expect(quickly({ states: many, initial_state: 'Trigger' })).toHaveLength(1);
  expect(quickly(flowOf(stateOf('set-variables', { variables: many })))).toHaveLength(100);
});

test('nesting', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as JsonObject;
  const problem = { message: 'is nested more than 64 levels deep', property_path: '#' };
  expect(quickly(deep)).toEqual([problem]);
  expect(quickly(flowOf(stateOf('say-play', { unknown: deep })))).toEqual([problem]);
});

test('keys that mean something to JavaScript', () => {
  const state = '{"name":"a","type":"say-play","transitions":[],"properties":{"__proto__":{"say":7}}}';
  const json = JSON.stringify(flowOf()).replace('"states":[', `"states":[${state},`);
  expect(quickly(JSON.parse(json))).toEqual([]);
  expect(quickly({ ...flowOf(), initial_state: '__proto__' })).toHaveLength(1);
  expect(quickly(flowOf(stateOf('constructor')))).toHaveLength(1);
});

test('a name of a megabyte', () => {
  expect(quickly(flowOf(stateOf('say-play', {}, { name: 'a'.repeat(1_000_000) })))).toEqual([]);
});
