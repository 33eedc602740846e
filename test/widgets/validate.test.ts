import type { Definition } from '../../flow/definition';
import type { JsonObject } from '../../flow/json';
import { ValidationError } from '../../widgets/problem';
import { validateDefinition } from '../../widgets/validate';
import { subflowsOf } from '../../widgets/validate/subflows';
import { flowOf, otherSid, stateOf } from './flows';

const say = (more: JsonObject = {}) => stateOf('say-play', { say: 'hello' }, more);
const subflow = (sid: string, name = 'widget') =>
  stateOf('run-subflow', { flow_sid: sid, flow_revision: 'LatestPublished' }, { name });
const definitionOf = (...states: JsonObject[]) => flowOf(...states) as unknown as Definition;

describe('shape of a flow', () => {
  test('an ordinary flow has no problems', () => {
    expect(validateDefinition(flowOf(say()))).toEqual([]);
  });

  test.each([
    [null, '#', 'must not be null'],
    ['{}', '#', 'string found, object expected'],
    [[], '#', 'array found, object expected'],
  ])('%j is no flow', (json, property_path, message) => {
    expect(validateDefinition(json)).toEqual([{ message, property_path }]);
  });

  test.each<[JsonObject, string, string]>([
    [{ states: {} }, '#/states', 'object found, array expected'],
    [{ states: [] }, '#/states', 'there must be a minimum of 1 items in the array'],
    [{ initial_state: 7 }, '#/initial_state', 'integer found, string expected'],
    [{ initial_state: '' }, '#/initial_state', 'must be at least 1 characters long'],
    [{ initial_state: 'Start' }, '#/initial_state', 'there is no widget "Start"'],
    [{ initial_state: 'widget' }, '#/initial_state', 'must be the trigger'],
    [{ flags: {} }, '#/flags/allow_concurrent_calls', 'is missing but it is required'],
    [
      { flags: { allow_concurrent_calls: 'yes' } },
      '#/flags/allow_concurrent_calls',
      'string found, boolean expected',
    ],
  ])('%j', (part, property_path, message) => {
    expect(validateDefinition({ ...flowOf(say()), ...part })).toEqual([{ message, property_path }]);
  });

  test('1000 states are allowed, 1001 are not', () => {
    const states = (count: number) =>
      Array.from({ length: count - 1 }, (_, index) => say({ name: `say_${index}` }));
    expect(validateDefinition(flowOf(...states(1000)))).toEqual([]);
    expect(validateDefinition(flowOf(...states(1001)))).toEqual([
      { message: 'there must be a maximum of 1000 items in the array', property_path: '#/states' },
    ]);
  });

  test.each<[JsonObject, string, string]>([
    [{ name: 7 }, 'name', 'integer found, string expected'],
    [{ type: null }, 'type', 'must not be null'],
    [{ transitions: {} }, 'transitions', 'object found, array expected'],
    [{ properties: [] }, 'properties', 'array found, object expected'],
    [{ transitions: [{}] }, 'transitions/0/event', 'is missing but it is required'],
    [
      { transitions: [{ event: 'audioComplete', next: 1 }] },
      'transitions/0/next',
      'integer found, but [string, null] is required',
    ],
    [{ properties: { offset: 7 } }, 'properties/offset', 'integer found, object expected'],
  ])('a state with %j', (part, place, message) => {
    expect(validateDefinition(flowOf(say(part)))).toContainEqual({
      message,
      property_path: `#/states/1/${place}`,
    });
  });

  test('only the trigger may be without properties', () => {
    const flow = flowOf(say());
    delete flow.states[0]!['properties'];
    delete flow.states[1]!['properties'];
    expect(validateDefinition(flow)).toEqual([
      { message: 'is missing but it is required', property_path: '#/states/1/properties' },
    ]);
  });
});

describe('names and the ways between them', () => {
  test.each(['get-customer', 'GoToCoordinator?', 'a', 'Grüße', 'x_1', 'constructor'])(
    '%s is a name',
    name => {
      expect(validateDefinition(flowOf(say({ name })))).toEqual([]);
    },
  );

  test.each(['1st', 'two words', 'a.b', '_x', '-x', '__proto__'])('%s is none', name => {
    expect(validateDefinition(flowOf(say({ name })))).toEqual([
      { message: 'must start with a letter and have no spaces or periods', property_path: '#/states/1/name' },
    ]);
  });

  test('names are unique', () => {
    expect(validateDefinition(flowOf(say(), say()))).toEqual([
      { message: 'must be unique: there is another "widget"', property_path: '#/states/2/name' },
    ]);
  });

  test.each([undefined, null, ''])('a branch ends where next is %j', next => {
    const transition = { event: 'audioComplete', ...(next !== undefined && { next }) };
    expect(validateDefinition(flowOf(say({ transitions: [transition] })))).toEqual([]);
  });

  test.each(['nowhere', 'toString', '__proto__'])('a branch must not lead to %s', next => {
    expect(validateDefinition(flowOf(say({ transitions: [{ event: 'audioComplete', next }] })))).toEqual([
      { message: `there is no widget "${next}"`, property_path: '#/states/1/transitions/0/next' },
    ]);
  });

  test('there is exactly one trigger', () => {
    const message = 'there must be exactly one trigger';
    expect(validateDefinition(flowOf(stateOf('trigger')))).toEqual([
      { message, property_path: '#/states/1/type' },
    ]);
    expect(validateDefinition({ states: [say()], initial_state: 'widget' })).toEqual([
      { message, property_path: '#/states' },
    ]);
  });

  test('a flaw of the trigger is no other problem besides', () => {
    const flow = flowOf(
      stateOf('resume-conversation', { conversation_service_sid: 'IS1', conversation_sid: 'CH1' }),
    );
    delete flow.states[0]!['transitions'];
    expect(validateDefinition(flow)).toEqual([
      { message: 'is missing but it is required', property_path: '#/states/0/transitions' },
    ]);
  });

  test.each(['fail', 'failed'])('the redirect fails with %s', event => {
    const state = stateOf('add-twiml-redirect', { url: 'https://example.com' }, { transitions: [{ event }] });
    expect(validateDefinition(flowOf(state))).toEqual([]);
  });
});

describe('branches of a split', () => {
  const condition = { friendly_name: 'If', arguments: ['{{x}}'], type: 'equal_to', value: '1' };
  const split = (transition: JsonObject) =>
    validateDefinition(
      flowOf(
        stateOf('split-based-on', { input: '{{x}}' }, { transitions: [{ event: 'noMatch' }, transition] }),
      ),
    );
  const at = (place: string, message: string) => [
    { message, property_path: `#/states/1/transitions/1/conditions${place}` },
  ];

  test('a whole condition', () => {
    expect(split({ event: 'match', conditions: [condition] })).toEqual([]);
  });

  test('what is missing', () => {
    expect(split({ event: 'match' })).toEqual(at('', 'is missing but it is required'));
    expect(split({ event: 'match', conditions: [] })).toEqual(
      at('', 'there must be a minimum of 1 items in the array'),
    );
    for (const key of Object.keys(condition)) {
      expect(split({ event: 'match', conditions: [{ ...condition, [key]: null }] })).toEqual(
        at(`/0/${key}`, 'must not be null'),
      );
    }
  });

  test.each(['equals', 'toString', '__proto__'])('%s is no type of condition', type => {
    const [problem] = split({ event: 'match', conditions: [{ ...condition, type }] });
    expect(problem?.property_path).toBe('#/states/1/transitions/1/conditions/0/type');
    expect(problem?.message).toMatch(/^does not have a value in the enumeration \[equal_to, .*is_after_date/);
  });
});

describe('subflows', () => {
  const [a, b, c] = [otherSid(1), otherSid(2), otherSid(3)];

  test('a definition names those it runs, each once', () => {
    const states = [subflow(b, 'x'), subflow(a, 'y'), subflow(b, 'z'), subflow('{{flow.data.sid}}', 'q')];
    expect(subflowsOf(definitionOf(...states))).toEqual([b, a]);
  });

  test('a flow must not run itself', () => {
    expect(validateDefinition(flowOf(subflow(a)), { flowSid: a })).toEqual([
      {
        message: `a flow must not run itself: ${a} → ${a}`,
        property_path: '#/states/1/properties/flow_sid',
      },
    ]);
  });

  test('the way round is named, however long it is', () => {
    const flows: Record<string, Definition> = {
      [b]: definitionOf(subflow(c)),
      [c]: definitionOf(subflow(a)),
    };
    const flow = (sid: string) => flows[sid];
    const [problem] = validateDefinition(flowOf(subflow(b)), { flowSid: a, flow });
    expect(problem?.message).toBe(`a flow must not run itself: ${a} → ${b} → ${c} → ${a}`);

    flows[c] = definitionOf(subflow(b));
    const [further] = validateDefinition(flowOf(subflow(b)), { flowSid: a, flow });
    expect(further?.message).toBe(`a flow must not run itself: ${b} → ${c} → ${b}`);
  });

  test('the same subflow twice is no way round', () => {
    const flows: Record<string, Definition> = {
      [b]: definitionOf(subflow(c)),
      [c]: definitionOf(),
    };
    const flow = flowOf(subflow(b, 'x'), subflow(c, 'y'), subflow(b, 'z'));
    expect(validateDefinition(flow, { flowSid: a, flow: sid => flows[sid] })).toEqual([]);
  });

  test('subflows count as often as they are run: 2000 widgets in all', () => {
    const long = definitionOf(...Array.from({ length: 998 }, (_, index) => say({ name: `say_${index}` })));
    const options = { flow: () => long };
    // Once it fits: 999 widgets and two of the flow itself.
    expect(validateDefinition(flowOf(subflow(b)), options)).toEqual([]);
    // Twice it does not: 2 × 999 and three.
    expect(validateDefinition(flowOf(subflow(b, 'x'), subflow(b, 'y')), options)).toEqual([
      {
        message:
          'Studio Execution failed because Flow exceeds maximum allowed widgets: ' +
          '2001 with those of its subflows, 2000 are allowed',
        property_path: '#/states',
      },
    ]);
  });

  test('a doubling at every level is counted without walking it', () => {
    const sids = Array.from({ length: 60 }, (_, index) => `FW${String(index).padStart(32, '0')}`);
    const flow = (sid: string) => {
      const next = sids[sids.indexOf(sid) + 1];
      return next ? definitionOf(subflow(next, 'x'), subflow(next, 'y')) : undefined;
    };
    expect(validateDefinition(flowOf(subflow(sids[0]!)), { flow })).toHaveLength(1);
  });
});

test('as an error, the problems name the first place', () => {
  const problems = validateDefinition(flowOf(say({ name: '1' }), say({ name: '2' })));
  expect(new ValidationError(problems).message).toBe(
    '#/states/1/name must start with a letter and have no spaces or periods (and 1 more)',
  );
});
