import type { Definition, State, Transition } from './definition';

/** A definition, ready to be walked. Compiled once for each revision; never changed. */
export interface FlowGraph {
  definition: Definition;
  /** Name of the state that an execution begins at. */
  initial: string;
  /** May one caller have several calls in this flow at once? Only an explicit false forbids it. */
  allowConcurrentCalls: boolean;
  state(name: string): State | undefined;
  transition(state: State, event: string): Transition | undefined;
}

/** The redirect's docs say `failed`, exports and run-function say `fail`; people write either. */
const synonyms: Readonly<Record<string, string>> = { fail: 'failed', failed: 'fail' };

export function compileFlow(definition: Definition): FlowGraph {
  const states = new Map<string, State>();
  for (const state of definition.states) {
    if (!states.has(state.name)) states.set(state.name, state);
  }
  return {
    definition,
    initial: definition.initial_state,
    allowConcurrentCalls: definition.flags?.allow_concurrent_calls !== false,
    state: name => states.get(name),
    transition: (state, event) => find(state, event) ?? find(state, synonyms[event]),
  };
}

function find(state: State, event: string | undefined): Transition | undefined {
  return state.transitions.find(transition => transition.event === event);
}
