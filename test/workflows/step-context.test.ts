import type { Change } from '../../flow/changes';
import type { StepRecord } from '../../activities/contract';
import { ExecutionState } from '../../workflows/execution-state';
import { contextAfter, tellSteps } from '../../workflows/tell-steps';
import { executionInput } from './execution-input';

const input = executionInput();

function record(...changes: Change[]): StepRecord {
  return { flowSid: input.flowSid, widget: 'widget', type: 'type', event: 'next', next: 'next', changes };
}

const variable = (name: string, value: string): Change => ({
  kind: 'variables',
  variables: { [name]: value },
});

function stateOf(...records: StepRecord[]): ExecutionState {
  const state = new ExecutionState(input, 'id');
  state.record(records, '2015-07-30T20:00:00Z');
  return state;
}

/** The next run of the same execution. */
function continued(state: ExecutionState): ExecutionState {
  const carried = state.carry();
  if (!carried) throw new Error('it is too large');
  return new ExecutionState(structuredClone({ ...input, carried }), 'id');
}

function after(state: ExecutionState, number: number) {
  return contextAfter(state, state.steps.at(number)?.sid);
}

describe('the context after a step', () => {
  it('has what that step and those before have changed, and leaves the present one alone', () => {
    const state = stateOf(
      record(),
      record(variable('a', '1')),
      record(variable('a', '2'), variable('b', '3')),
    );
    const present = structuredClone(state.frames);
    const variables = [0, 1, 2].map(number => {
      const told = after(state, number);
      return 'context' in told ? told.context.flow.variables : undefined;
    });
    expect(variables).toEqual([{}, { a: '1' }, { a: '2', b: '3' }]);
    expect(state.frames).toEqual(present);
    expect(input.context.flow.variables).toEqual({});
  });

  it('is that of the subflow which the step belongs to', () => {
    const enter: Change = {
      kind: 'enter',
      flowSid: 'FW2',
      revision: 1,
      widget: 'Trigger',
      parent: { x: 'y' },
    };
    const state = stateOf(
      record(variable('outer', '1')),
      record(enter),
      record(variable('inner', '2')),
      record({ kind: 'leave' }),
    );
    expect(after(state, 2)).toMatchObject({
      context: { flow: { variables: { inner: '2' } }, trigger: { parent: { x: 'y' } } },
    });
    expect(after(state, 3)).toEqual({ context: state.frames[0]?.context });
    expect(after(state, 3)).toMatchObject({ context: { flow: { variables: { outer: '1' } } } });
  });

  it('is the same when the execution has gone on in a new run', () => {
    const first = stateOf(record(variable('a', '1')), record(variable('b', '2')));
    const next = continued(first);
    next.record([record(variable('a', '3'))], '2015-07-30T20:00:01Z');
    expect(after(next, 0)).toEqual(after(first, 0));
    expect(after(next, 2)).toEqual({ context: next.frames[0]?.context });
  });

  it('is not known any more where the changes of an old step were dropped, and says so', () => {
    const long = Array.from({ length: 12 }, () => record(variable('a', 'a'.repeat(100_000))));
    const next = continued(stateOf(record(), ...long));
    expect(after(next, 0)).toMatchObject({ context: { flow: { variables: {} } } });
    expect(after(next, 1)).toEqual({ missing: 'changes' });
    expect(after(next, -1)).toEqual({ missing: 'changes' });
    expect(after(continued(next), 1)).toEqual({ missing: 'changes' });
  });

  it.each(['FT', undefined, null, {}])('is none where there is no such step: %j', sid => {
    expect(contextAfter(stateOf(record()), sid)).toEqual({ missing: 'step' });
  });
});

describe('steps', () => {
  it('stay as they were recorded, whatever later requests bring', () => {
    const state = stateOf();
    state.receive('call', { CallStatus: 'in-progress' }, { begins: true });
    state.record([record()], '2015-07-30T20:00:00Z');
    state.receive('ask', { CallStatus: 'completed', Digits: '1' });
    expect(state.params).toEqual({ CallStatus: 'completed' });
    expect(state.steps[0]?.changes).toEqual([
      { kind: 'widget', widget: 'call', output: { CallStatus: 'in-progress' } },
    ]);
  });

  it('are told with what they changed, or without', () => {
    const state = stateOf(record(variable('a', '1')));
    expect(tellSteps(state, undefined)).toEqual(state.steps);
    expect(tellSteps(state, { changes: true })).toEqual(state.steps);
    expect(tellSteps(state, { changes: false })).toEqual([{ ...state.steps[0], changes: [] }]);
    expect(state.steps[0]?.changes).toHaveLength(1);
  });
});
