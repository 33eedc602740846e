import { runSubflow } from '../../widgets/run-subflow';
import { setVariables } from '../../widgets/set-variables';
import { splitBasedOn } from '../../widgets/split-based-on';
import { trigger } from '../../widgets/trigger';
import type { Transition } from '../../flow/definition';
import { flowSid, makeContext, makeScope } from './scope';

describe('trigger', () => {
  it.each([
    ['call', 'incomingCall'],
    ['message', 'incomingMessage'],
    ['conversation', 'incomingConversationMessage'],
    ['request', 'incomingRequest'],
  ] as const)('is left by %s as %s', (channel, event) => {
    expect(trigger.run({}, makeScope({ channel }))).toEqual({ event });
    expect(trigger.events).toContain(event);
  });
});

describe('split-based-on', () => {
  const input = '{{trigger.call.From}}';
  const when = (value: string, next?: string): Transition => ({
    event: 'match',
    ...(next && { next }),
    conditions: [{ friendly_name: 'x', arguments: [input], type: 'equal_to', value }],
  });
  const noMatch: Transition = { event: 'noMatch', next: 'else' };
  const run = (...transitions: Transition[]) => splitBasedOn.run({ input }, makeScope({ transitions }));

  it('follows the first branch whose condition holds, not the first branch', () => {
    const outcome = run(
      noMatch,
      when('1', 'one'),
      when('+15550100001', 'two'),
      when('+15550100001', 'three'),
    );
    expect(outcome).toMatchObject({ event: 'match', next: 'two', warnings: [] });
  });

  it('ends where the branch that matches leads nowhere', () => {
    expect(run(noMatch, when('+15550100001'))).toMatchObject({ event: 'match', next: null, warnings: [] });
  });

  it('goes on with noMatch when nothing matches', () => {
    expect(run(noMatch, when('1', 'one'))).toMatchObject({ event: 'noMatch', next: 'else', warnings: [] });
  });

  it.each([[[{ event: 'noMatch' }]], [[{ event: 'noMatch', next: '' }]], [[]]])(
    'warns when nothing matches and noMatch leads nowhere: %j',
    transitions => {
      const outcome = run(...transitions, when('1', 'one'));
      expect(outcome).toMatchObject({ event: 'noMatch', next: null, warnings: [{ code: 81005 }] });
    },
  );

  it('renders templates once, by itself', () => {
    expect(splitBasedOn.verbatim).toContain('input');
  });
});

describe('set-variables', () => {
  const run = (...variables: object[]) => setVariables.run({ variables }, makeScope());

  it('sets rendered texts for the flow and for the widget', () => {
    const set = { from: '+15550100001', plain: ' 1 ' };
    expect(
      run({ key: 'from', value: '{{contact.channel.address}}' }, { key: 'plain', value: ' 1 ', index: '0' }),
    ).toEqual({ event: 'next', output: set, variables: set, warnings: [] });
  });

  it('takes names as they are, and null for nothing', () => {
    expect(run({ key: '{{x}}', value: null, type: 'string' })).toMatchObject({ variables: { '{{x}}': '' } });
  });

  it('reads JSON objects', () => {
    expect(run({ key: 'o', type: 'json_object', value: '{"a":["{{flow.flow_sid}}"]}' })).toMatchObject({
      variables: { o: { a: [flowSid] } },
      warnings: [],
    });
  });

  it.each(['{"a":', 'text', '1', 'null', ''])(
    'keeps %j, which is no JSON object, as text and warns',
    value => {
      expect(run({ key: 'o', type: 'json_object', value })).toMatchObject({
        variables: { o: value },
        warnings: [{ code: 81027 }],
      });
    },
  );

  it('sets nothing without variables', () => {
    expect(setVariables.run({}, makeScope())).toMatchObject({ event: 'next', variables: {} });
  });

  it('cannot reach what all objects share', () => {
    run({ key: '__proto__', type: 'json_object', value: '{"polluted":true}' });
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('run-subflow', () => {
  const properties = { flow_sid: '{{flow.flow_sid}}', flow_revision: '7' };

  it('enters the flow that it names, letter for letter', () => {
    expect(runSubflow.run(properties, makeScope())).toEqual({
      enter: { flowSid: '{{flow.flow_sid}}', revision: '7', parameters: {} },
      warnings: [],
    });
    expect(runSubflow.verbatim).toEqual(expect.arrayContaining(['flow_sid', 'flow_revision']));
  });

  it('enters the published revision unless told', () => {
    expect(runSubflow.run({ flow_sid: flowSid }, makeScope())).toMatchObject({
      enter: { revision: 'LatestPublished' },
    });
  });

  it('hands over rendered parameters, as text or as JSON', () => {
    const context = { ...makeContext(), widgets: { http: { body: '{"n":1}' } } };
    const parameters = [
      { key: 'from', value: '{{trigger.call.From}}' },
      { key: 'data', type: 'json_object', value: '{{widgets.http.body}}' },
      { key: 'bad', type: 'json_object', value: '-' },
    ];
    expect(runSubflow.run({ ...properties, parameters }, makeScope({ context }))).toMatchObject({
      enter: { parameters: { from: '+15550100001', data: { n: 1 }, bad: '-' } },
      warnings: [{ code: 81027 }],
    });
  });
});
