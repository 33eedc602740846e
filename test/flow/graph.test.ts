import { loadDefinition, type State } from '../../flow/definition';
import { compileFlow, type FlowGraph } from '../../flow/graph';

function compile(flow: object = {}): FlowGraph {
  return compileFlow(
    loadDefinition({
      states: [
        { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingCall', next: 'app' }] },
        { name: 'app', type: 'add-twiml-redirect', transitions: [{ event: 'fail', next: 'sorry' }] },
        { name: 'sorry', type: 'say-play', transitions: [{ event: 'audioComplete' }] },
        { name: 'web', type: 'make-http-request', transitions: [{ event: 'failed', next: 'sorry' }] },
      ],
      initial_state: 'Trigger',
      ...flow,
    }),
  );
}

function state(graph: FlowGraph, name: string): State {
  const found = graph.state(name);
  if (!found) throw new Error(`no state ${name}`);
  return found;
}

describe('compileFlow', () => {
  const graph = compile();

  it('knows where the flow begins', () => {
    expect(graph.initial).toBe('Trigger');
  });

  it('finds states by name', () => {
    expect(graph.state('app')?.type).toBe('add-twiml-redirect');
  });

  it.each(['nowhere', '__proto__', 'constructor'])('finds no state called %s', name => {
    expect(graph.state(name)).toBeUndefined();
  });

  it('finds transitions by event', () => {
    expect(graph.transition(state(graph, 'Trigger'), 'incomingCall')?.next).toBe('app');
  });

  it('finds no transition for an event that the widget does not have', () => {
    expect(graph.transition(state(graph, 'Trigger'), 'incomingMessage')).toBeUndefined();
  });

  it('finds the transition of a branch that ends', () => {
    expect(graph.transition(state(graph, 'sorry'), 'audioComplete')).toEqual({ event: 'audioComplete' });
  });

  it.each(['app', 'web'])('accepts fail and failed for the failure of %s', name => {
    expect(graph.transition(state(graph, name), 'fail')?.next).toBe('sorry');
    expect(graph.transition(state(graph, name), 'failed')?.next).toBe('sorry');
  });

  it('prefers the exact spelling where both are there', () => {
    const both = {
      name: 'both',
      type: 'x',
      properties: {},
      transitions: [
        { event: 'fail', next: 'a' },
        { event: 'failed', next: 'b' },
      ],
    };
    expect(graph.transition(both, 'fail')?.next).toBe('a');
    expect(graph.transition(both, 'failed')?.next).toBe('b');
  });

  it.each([
    [undefined, true],
    [{}, true],
    [{ allow_concurrent_calls: true }, true],
    [{ allow_concurrent_calls: false }, false],
  ])('with flags %j concurrent calls are allowed: %s', (flags, allowed) => {
    expect(compile({ flags }).allowConcurrentCalls).toBe(allowed);
  });
});
