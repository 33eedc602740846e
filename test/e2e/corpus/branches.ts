import type { Condition, Definition, State, Transition } from '../../../flow/definition';
import { widgetOf } from '../../../widgets';
import { KEYS, valuesOf } from './options';

/** A transition as a step tells of it. */
export interface Branch {
  from: string;
  name: string;
  to: string | null;
}

export const written = ({ from, name, to }: Branch): string => `${from} ${name} → ${to ?? 'end'}`;

/** All branches from the trigger of a call on; and those that a call cannot take, with the reason. */
export function branchesOf(flow: Definition): { possible: Branch[]; impossible: [Branch, reason: string][] } {
  const possible: Branch[] = [];
  const impossible: [Branch, string][] = [];
  const reached = new Set([flow.initial_state]);
  for (const name of reached) {
    const state = flow.states.find(one => one.name === name);
    for (const transition of state?.transitions ?? []) {
      const branch = { from: name, name: transition.event, to: transition.next ?? null };
      const reason = state && obstacle(state, transition, flow);
      if (reason === undefined) {
        possible.push(branch);
        if (branch.to !== null) reached.add(branch.to);
      } else impossible.push([branch, reason]);
    }
  }
  return { possible, impossible };
}

/** Widgets that no call comes to, each with the reasons. */
export function beyondReach(flow: Definition): string[] {
  const { possible, impossible } = branchesOf(flow);
  const reached = new Set([flow.initial_state, ...possible.map(({ to }) => to)]);
  return flow.states
    .filter(({ name }) => !reached.has(name))
    .map(({ name }) => {
      const reasons = impossible
        .filter(([{ to }]) => to === name)
        .map(([{ from, name }, why]) => `${from} ${name} ${why}`);
      return `${name} (${reasons.join('; ') || 'nothing that is reached leads there'})`;
    });
}

/** Why a call does not take this transition. */
function obstacle(state: State, { event, conditions }: Transition, flow: Definition): string | undefined {
  const { type } = state;
  const widget = widgetOf(type);
  if (type === 'trigger') return event === 'incomingCall' ? undefined : 'is for other channels';
  if (widget?.channels && !widget.channels.includes('call')) {
    return event === widget.failure ? undefined : `${type} does not work in a call`;
  }
  if (type === 'add-twiml-redirect' && event === 'timeout') return 'would take hours';
  return type === 'split-based-on' ? obstacleOfSplit(state, event, conditions ?? [], flow) : undefined;
}

function obstacleOfSplit(
  { properties, transitions }: State,
  event: string,
  conditions: readonly Condition[],
  flow: Definition,
): string | undefined {
  const subjectOf = (condition: Condition | undefined): string =>
    condition?.arguments[0] || (properties['input'] as string);
  if (event === 'noMatch') {
    const [first] = transitions.flatMap(one => one.conditions ?? []);
    const [digits, asked] = /widgets\.([\w-]+)\.Digits/.exec(subjectOf(first)) ?? [];
    const gather = flow.states.find(({ name }) => name === asked);
    if (digits === undefined || Number(gather?.properties['number_of_digits']) !== 1) return undefined;
    const named = valuesOf(flow, digits);
    return KEYS.every(key => named.includes(key)) ? 'has no key left' : undefined;
  }
  const subject = subjectOf(conditions[0]);
  const [variable, asked] = /widgets\.([\w-]+)\.(?:Digits|SpeechResult|parsed\.[\w.]+)/.exec(subject) ?? [];
  if (variable === undefined || !flow.states.some(({ name }) => name === asked)) {
    return `is about ${subject}, which nobody is asked for`;
  }
  return valuesOf(flow, variable).length === 0 ? 'is about values that cannot be told' : undefined;
}
