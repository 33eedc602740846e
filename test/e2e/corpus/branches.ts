import type { Definition, State, Transition } from '../../../flow/definition';
import { widgetOf } from '../../../widgets';
import { subjectOf, wayOf } from './splits';
import { channels, type Start, type Trigger } from './start';
import { valuesOf, variableIn } from './variables';

/** A transition as a step tells of it. */
export interface Branch {
  from: string;
  name: string;
  to: string | null;
}

export const written = ({ from, name, to }: Branch): string => `${from} ${name} → ${to ?? 'end'}`;

/** Is it in the definition? An event that nobody has drawn a transition for ends the flow. */
export function isDrawn({ from, name, to }: Branch, { states }: Definition): boolean {
  const { transitions = [] } = states.find(state => state.name === from) ?? {};
  const drawn = transitions.filter(({ event }) => event === name);
  return drawn.length === 0 ? to === null : drawn.some(({ next = null }) => next === to);
}

/** What an execution has to speak in. */
interface Standing {
  call: boolean;
  conversation: boolean;
}

interface Branches {
  possible: Branch[];
  /** Those that an execution cannot take, with the reason. */
  impossible: [Branch, reason: string][];
  /** Widgets that cannot work where they are. */
  misplaced: Set<string>;
}

/** All branches from the trigger on. */
export function branchesOf(flow: Definition, start: Start): Branches {
  const possible = new Map<string, Branch>();
  const impossible = new Map<string, [Branch, string]>();
  const channel = channels[start.trigger];
  const places = [
    { name: flow.initial_state, call: channel === 'call', conversation: channel === 'conversation' },
  ];
  const been = new Set<string>();
  const misplaced = new Set<string>();
  for (const place of places) {
    if (been.has(JSON.stringify(place))) continue;
    been.add(JSON.stringify(place));
    const state = flow.states.find(({ name }) => name === place.name);
    if (state && !works(state, start, place)) misplaced.add(state.name);
    for (const transition of state?.transitions ?? []) {
      const { event, next = null } = transition;
      const branch = { from: place.name, name: event, to: next };
      const reason = state && obstacle(state, transition, flow, { ...start, ...place });
      if (reason !== undefined) impossible.set(written(branch), [branch, reason]);
      else {
        possible.set(written(branch), branch);
        if (next !== null) places.push({ ...standingAfter(event, place), name: next });
      }
    }
  }
  for (const branch of possible.keys()) impossible.delete(branch);
  return { possible: [...possible.values()], impossible: [...impossible.values()], misplaced };
}

/** Widgets that no execution comes to: the first ones with the reasons, and how many come after them. */
export function beyondReach(flow: Definition, start: Start): string {
  const { possible, impossible } = branchesOf(flow, start);
  const reached = new Set([flow.initial_state, ...possible.map(({ to }) => to)]);
  const unreached = flow.states.filter(({ name }) => !reached.has(name));
  const first = unreached.flatMap(({ name }) => {
    const reasons = impossible
      .filter(([{ to }]) => to === name)
      .map(([{ from, name }, why]) => `${from} ${name} ${why}`);
    return reasons.length > 0 ? [`${name} (${reasons.join('; ')})`] : [];
  });
  const others = unreached.length - first.length;
  return [...first, ...(others > 0 ? [`${others} more behind`] : [])].join(', ');
}

/** Does the widget work where it is reached, as far as it ever does? */
function works({ type }: State, { trigger }: Start, { call, conversation }: Standing): boolean {
  const { channels: own } = widgetOf(type) ?? {};
  if (call && own?.includes('call')) return true;
  if (type === 'send-to-flex' && trigger === 'incomingRequest') return conversation;
  return !own || own.includes(channels[trigger]);
}

function standingAfter(event: string, { call, conversation }: Standing): Standing {
  return {
    call: call || event === 'answered' || event === 'answeredByMachine',
    conversation: conversation || event === 'created' || event === 'resumed',
  };
}

/** Why an execution does not take this transition. */
function obstacle(
  state: State,
  transition: Transition,
  flow: Definition,
  start: Start & Standing,
): string | undefined {
  const { type, properties } = state;
  const { event } = transition;
  if (type === 'trigger') return event === start.trigger ? undefined : 'is for other channels';
  if (!works(state, start, start)) {
    return event === widgetOf(type)?.failure ? undefined : `${type} does not work there`;
  }
  switch (type) {
    case 'split-based-on':
      return obstacleOfSplit(state, transition, flow, start.trigger);
    case 'send-to-flex':
      if (event === 'composerStarted') return 'is told by nobody';
      return event === 'callFailure' && !start.call ? 'is for calls' : undefined;
    case 'send-and-wait-for-reply':
      return event === 'timeout' && !start.skipsTime ? 'would take too long' : undefined;
    case 'add-twiml-redirect':
      return event === 'timeout' && (start.call || !start.skipsTime) ? 'would take too long' : undefined;
    case 'make-outgoing-call-v1':
    case 'make-outgoing-call-v2':
      if (event === 'hangup') return 'is for those who hang up before anything is said';
      return event === 'answeredByMachine' && properties['detect_answering_machine'] !== true
        ? 'is not detected'
        : undefined;
    case 'resume-conversation':
      return event === 'resumed' ? 'needs a conversation that is there already' : undefined;
    case 'run-subflow':
      return event === 'completed' ? 'needs another flow' : undefined;
    default:
      return undefined;
  }
}

function obstacleOfSplit(
  split: State,
  transition: Transition,
  flow: Definition,
  trigger: Trigger,
): string | undefined {
  const [first] = split.transitions.flatMap(({ conditions = [] }) => conditions);
  const subject = subjectOf(transition.conditions?.[0] ?? first, split);
  const variable = variableIn(subject);
  const values = variable === undefined ? undefined : valuesOf(flow, variable, trigger);
  if (variable === undefined || values === undefined) {
    return wayOf(split, '', '') === transition ? undefined : `is about ${subject}, which nobody is asked for`;
  }
  const leadsThere = values.some(value => wayOf(split, variable, value) === transition);
  return leadsThere ? undefined : 'is for a value that cannot be told';
}
