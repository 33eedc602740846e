import type { State } from '../../flow/definition';
import type { Problem } from '../problem';
import { reachedFrom } from './reached-from';

/** A state whose shape is sound, and where it stands: a JSON pointer. */
export interface Placed {
  state: State;
  path: string;
}

/** Widgets that make a channel of their own: only an execution that has none yet can run them. */
const needsRequest = new Set(['start-conversation', 'resume-conversation']);
/** A parent that a REST request started may run them in a subflow (inferred). */
const fromRequest = new Set(['incomingRequest', 'incomingParent']);

/**
 * The rules for names are the canvas's (https://www.twilio.com/docs/studio/user-guide/get-started). The wording
 * here is ours, except for the widgets that need a REST request: Twilio's is not documented.
 */
export function checkNames(placed: readonly Placed[]): Problem[] {
  const seen = new Set<string>();
  return placed.flatMap(({ state: { name }, path }): Problem[] => {
    const property_path = `${path}/name`;
    if (!/^\p{L}[^\s.]*$/u.test(name)) {
      return [{ message: 'must start with a letter and have no spaces or periods', property_path }];
    }
    if (seen.has(name)) return [{ message: `must be unique: there is another "${name}"`, property_path }];
    seen.add(name);
    return [];
  });
}

/** Does every transition lead somewhere? `names` are those of all states, the unsound ones too. */
export function checkTargets(placed: readonly Placed[], names: ReadonlySet<unknown>): Problem[] {
  return placed.flatMap(({ state, path }) =>
    state.transitions.flatMap(({ next }, index): Problem[] =>
      !next || names.has(next)
        ? []
        : [{ message: nobody(next), property_path: `${path}/transitions/${index}/next` }],
    ),
  );
}

const ONE_TRIGGER = 'there must be exactly one trigger';

export function checkHasTrigger(placed: readonly Placed[]): Problem[] {
  return placed.some(({ state }) => state.type === 'trigger')
    ? []
    : [{ message: ONE_TRIGGER, property_path: '#/states' }];
}

/** Is there no second trigger, and does the flow begin at the first? */
export function checkTrigger(
  placed: readonly Placed[],
  names: ReadonlySet<unknown>,
  initial: unknown,
): Problem[] {
  const triggers = placed.filter(({ state }) => state.type === 'trigger');
  const [first, ...others] = triggers;
  const problems = others.map(({ path }) => ({
    message: ONE_TRIGGER,
    property_path: `${path}/type`,
  }));
  if (typeof initial !== 'string' || initial === '') return problems;
  if (!names.has(initial)) {
    problems.push({ message: nobody(initial), property_path: '#/initial_state' });
  } else if (first && !triggers.some(({ state }) => state.name === initial)) {
    problems.push({ message: 'must be the trigger', property_path: '#/initial_state' });
  }
  return problems;
}

export function checkChannels(placed: readonly Placed[]): Problem[] {
  if (!placed.some(({ state }) => needsRequest.has(state.type))) return [];
  const states = placed.map(({ state }) => state);
  const trigger = states.find(({ type }) => type === 'trigger');
  const starts = trigger?.transitions.filter(({ event }) => fromRequest.has(event)) ?? [];
  const reached = reachedFrom(
    states,
    starts.map(({ next }) => next),
  );
  return placed
    .filter(({ state }) => needsRequest.has(state.type) && !reached.has(state.name))
    .map(({ state, path }) => ({
      message: `${state.type} can only be used in flows triggered by the REST API`,
      property_path: path,
    }));
}

function nobody(name: string): string {
  return `there is no widget "${name}"`;
}
