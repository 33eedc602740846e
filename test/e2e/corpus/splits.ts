import { chooseTransition } from '../../../flow/conditions';
import type { Context } from '../../../flow/context';
import type { Condition, Definition, State, Transition } from '../../../flow/definition';
import { renderTemplate } from '../../../flow/liquid';
import { examplesOf } from './examples';
import { nested } from './nested';

/** Where a split goes when a variable has this value, and nothing else has any. */
export function wayOf(split: State, variable: string, text: string): Transition | undefined {
  const context = { flow: {}, ...nested([[variable, text]]) } as unknown as Context;
  return chooseTransition(
    split.transitions,
    inputOf(split),
    template => renderTemplate(template, context).text,
  );
}

/** Of some values of a variable one for each way that the flow's splits may go because of it. */
export function oneForEachWay(flow: Definition, variable: string, texts: readonly string[]): string[] {
  const splits = flow.states.filter(state => subjectsOf(state).some(subject => isAbout(subject, variable)));
  const ways = new Map<string, string>();
  for (const text of texts) {
    const way = splits.map(split => split.transitions.indexOf(wayOf(split, variable, text) as Transition));
    if (!ways.has(way.join())) ways.set(way.join(), text);
  }
  return [...ways.values()];
}

/** Values of a variable that the conditions about it may tell apart. */
export function examplesFor({ states }: Definition, variable: string): string[] {
  const about = states.flatMap(state =>
    conditionsOf(state).filter(condition => isAbout(subjectOf(condition, state), variable)),
  );
  return [...new Set(about.flatMap(({ type, value }) => examplesOf(type, value)))];
}

/** What a split looks at: for each condition the variable, as a template. */
export function subjectsOf(state: State): string[] {
  return conditionsOf(state).map(condition => subjectOf(condition, state));
}

export function subjectOf(condition: Condition | undefined, split: State): string {
  return condition?.arguments[0] || inputOf(split);
}

function inputOf({ properties }: State): string {
  return properties['input'] as string;
}

function conditionsOf({ transitions }: State): Condition[] {
  return transitions.flatMap(({ conditions = [] }) => conditions);
}

function isAbout(subject: string, variable: string): boolean {
  const at = subject.indexOf(variable);
  return at >= 0 && !/^[\w.-]/.test(subject.slice(at + variable.length));
}
