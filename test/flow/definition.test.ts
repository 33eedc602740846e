import { fc } from '../setup/fuzz';
import { DefinitionError, loadDefinition } from '../../flow/definition';

const trigger = { name: 'Trigger', type: 'trigger', transitions: [], properties: {} };

describe('loadDefinition', () => {
  it('keeps what an export says', () => {
    const definition = {
      description: 'A New Flow',
      states: [
        {
          name: 'Trigger',
          type: 'trigger',
          transitions: [{ event: 'incomingCall', next: 'split_1' }],
          properties: { offset: { x: 0, y: 0 } },
        },
        {
          name: 'split_1',
          type: 'split-based-on',
          transitions: [
            { event: 'noMatch' },
            {
              event: 'match',
              next: 'Trigger',
              conditions: [
                {
                  friendly_name: 'If value equal_to 1',
                  arguments: ['{{widgets.menu.Digits}}'],
                  type: 'equal_to',
                  value: '1',
                },
              ],
            },
          ],
          properties: { input: '{{widgets.menu.Digits}}', offset: { x: 10, y: 20 } },
        },
      ],
      initial_state: 'Trigger',
      flags: { allow_concurrent_calls: false },
    };
    expect(loadDefinition(definition)).toEqual(definition);
  });

  it.each([[undefined], [null], ['']])('takes a next of %j as the end of the branch', next => {
    const { states } = loadDefinition({
      states: [{ ...trigger, transitions: [{ event: 'incomingCall', next }] }],
    });
    expect(states[0]?.transitions).toStrictEqual([{ event: 'incomingCall' }]);
  });

  it('calls a trigger without a name Trigger', () => {
    expect(loadDefinition({ states: [{ type: 'trigger' }] }).states[0]?.name).toBe('Trigger');
  });

  it('begins at the Trigger unless told otherwise', () => {
    expect(loadDefinition({ states: [trigger] }).initial_state).toBe('Trigger');
  });

  it('does without transitions, properties, description and flags', () => {
    expect(loadDefinition({ states: [{ name: 'a', type: 'trigger' }] })).toStrictEqual({
      states: [{ name: 'a', type: 'trigger', transitions: [], properties: {} }],
      initial_state: 'Trigger',
    });
  });

  it('drops keys that it does not know', () => {
    const transition = { event: 'incomingCall', name: 'stray' };
    const { states } = loadDefinition({
      states: [{ ...trigger, transitions: [transition], uuid: 1 }],
      $schema: '',
    });
    expect(states).toStrictEqual([{ ...trigger, transitions: [{ event: 'incomingCall' }] }]);
  });

  it('leaves numbers and texts in properties as they are', () => {
    const properties = { timeout: '3600', number_of_digits: 4, offset: null };
    expect(loadDefinition({ states: [{ ...trigger, properties }] }).states[0]?.properties).toEqual(
      properties,
    );
  });

  it('reads numbers in conditions as texts', () => {
    const condition = { arguments: [7], type: 'equal_to', value: 1 };
    const transitions = [{ event: 'match', conditions: [condition] }];
    const { states } = loadDefinition({ states: [{ ...trigger, transitions }] });
    expect(states[0]?.transitions[0]?.conditions).toStrictEqual([
      { friendly_name: '', arguments: ['7'], type: 'equal_to', value: '1' },
    ]);
  });

  it.each<[unknown, string, string]>([
    ['{}', '#', 'must be an object, not a value of type string'],
    [[], '#', 'must be an object, not a list'],
    [{}, '#/states', 'must be a list, not absent'],
    [{ states: [] }, '#/states', 'must hold at least the trigger'],
    [{ states: [null] }, '#/states/0', 'must be an object, not null'],
    [{ states: [{ name: 'a' }] }, '#/states/0/type', 'must be a text that is not empty, not absent'],
    [{ states: [trigger, { type: 'say-play' }] }, '#/states/1/name', 'must be a text that is not empty'],
    [{ states: [{ ...trigger, name: '' }] }, '#/states/0/name', 'not ""'],
    [{ states: [{ ...trigger, properties: [] }] }, '#/states/0/properties', 'must be an object'],
    [{ states: [{ ...trigger, transitions: {} }] }, '#/states/0/transitions', 'must be a list'],
    [{ states: [{ ...trigger, transitions: [{}] }] }, '#/states/0/transitions/0/event', 'absent'],
    [
      { states: [{ ...trigger, transitions: [{ event: 'x', next: 5 }] }] },
      '#/states/0/transitions/0/next',
      'not a value of type number',
    ],
    [
      { states: [{ ...trigger, transitions: [{ event: 'match', conditions: [{}] }] }] },
      '#/states/0/transitions/0/conditions/0/type',
      'absent',
    ],
    [{ states: [trigger], initial_state: 1 }, '#/initial_state', 'must be a text'],
  ])('refuses %j at %s', (json, path, problem) => {
    const error = refusal(json);
    expect(error?.path).toBe(path);
    expect(error?.message).toContain(problem);
  });

  it('reads or refuses whatever JSON comes, and never breaks otherwise', () => {
    fc.assert(
      fc.property(fc.jsonValue(), json => {
        expect(loads(json)).toBe(true);
      }),
    );
  });

  it('reads or refuses whatever looks like a flow', () => {
    const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
      fc.oneof({ weight: 5, arbitrary }, fc.jsonValue());
    const condition = fc.record(
      { arguments: some(fc.array(some(fc.string()))), type: some(fc.string()), value: some(fc.string()) },
      { requiredKeys: [] },
    );
    const transition = fc.record(
      { event: some(fc.string()), next: some(fc.string()), conditions: some(fc.array(some(condition))) },
      { requiredKeys: [] },
    );
    const state = fc.record(
      {
        name: some(fc.string()),
        type: some(fc.string()),
        transitions: some(fc.array(some(transition))),
        properties: some(fc.object()),
      },
      { requiredKeys: [] },
    );
    const flow = fc.record(
      { states: some(fc.array(some(state))), initial_state: some(fc.string()), flags: some(fc.object()) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(flow, json => {
        expect(loads(json)).toBe(true);
      }),
    );
  });
});

/** True when a definition or a DefinitionError came of it. */
function loads(json: unknown): boolean {
  const error = refusal(json);
  return error === undefined || error.path.startsWith('#');
}

/** The DefinitionError that the JSON is refused with. */
function refusal(json: unknown): DefinitionError | undefined {
  try {
    loadDefinition(json);
    return undefined;
  } catch (error) {
    if (error instanceof DefinitionError) return error;
    throw error;
  }
}
