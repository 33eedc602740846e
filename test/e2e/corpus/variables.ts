import type { Definition, State } from '../../../flow/definition';
import { results } from '../../../phone/question';
import { examplesFor, oneForEachWay } from './splits';
import { firstWords, type Trigger } from './start';

/** Everything on a telephone's keypad. */
export const KEYS = '0123456789*#'.split('');
/** What is told where nothing particular is wanted. */
export const ANYTHING = 'anything';

/** The variable that a template prints, if somebody outside may have told it. */
export function variableIn(subject: string): string | undefined {
  return /(?:widgets\.[\w-]+|flow\.data|trigger\.(?:message|conversation|request\.parameters))\.[\w.-]+/.exec(
    subject,
  )?.[0];
}

/** Values that somebody outside may give a variable; undefined: nobody is asked for it. */
export function valuesOf(flow: Definition, variable: string, trigger: Trigger): string[] | undefined {
  const [, name, field = ''] = /^widgets\.([\w-]+)\.(.+)$/.exec(variable) ?? [];
  if (name === undefined) return startTexts(flow, variable, trigger);
  const state = flow.states.find(state => state.name === name);
  return state && outputTexts(flow, state, variable, field);
}

function outputTexts(flow: Definition, state: State, variable: string, field: string): string[] | undefined {
  switch (state.type) {
    case 'gather-input-on-call':
      if (field === 'Digits') return keysFor(flow, state);
      return field === 'SpeechResult' ? spokenTexts(flow, variable) : undefined;
    case 'send-and-wait-for-reply':
      return field === 'inbound.Body' ? spokenTexts(flow, variable) : undefined;
    case 'make-http-request':
    case 'run-function':
      if (field === 'status_code') return statusCodes(flow, variable);
      return field.startsWith('parsed.') ? toldTexts(flow, variable) : undefined;
    case 'add-twiml-redirect':
      return returnedTexts(flow, variable);
    case 'connect-call-to':
      return field === 'DialCallStatus' ? [...results.Dial] : undefined;
    default:
      return undefined;
  }
}

/** What an execution is started with. */
function startTexts(flow: Definition, variable: string, trigger: Trigger): string[] | undefined {
  if (trigger === 'incomingRequest' && requestParameter.test(variable)) return toldTexts(flow, variable);
  return firstWords(trigger) === variable ? spokenTexts(flow, variable) : undefined;
}

/** Where parameters of a REST request stand. */
const requestParameter = /^(?:flow\.data|trigger\.request\.parameters)\./;

/** Keys that somebody presses. */
export function keysFor(flow: Definition, { name, properties }: State): string[] {
  const variable = `widgets.${name}.Digits`;
  const longest = Number(properties['number_of_digits'] ?? Infinity);
  const finish = properties['finish_on_key'] ?? '#';
  const keys = [...examplesFor(flow, variable), ...KEYS, '98'].filter(
    text =>
      /^[0-9*#]+$/.test(text) &&
      text.length <= longest &&
      (finish === '' || !text.includes(finish as string)),
  );
  return oneForEachWay(flow, variable, keys);
}

/** What somebody says or writes, who never says nothing. */
export function spokenTexts(flow: Definition, ...variables: string[]): string[] {
  const texts = variables.flatMap(variable => {
    const spoken = [...examplesFor(flow, variable), ANYTHING].filter(text => text !== '');
    return oneForEachWay(flow, variable, spoken);
  });
  return [...new Set(texts)];
}

/** What an application tells. */
export function toldTexts(flow: Definition, variable: string): string[] {
  return oneForEachWay(flow, variable, [ANYTHING, ...examplesFor(flow, variable)]);
}

/** HTTP statuses that a web service answers with. */
export function statusCodes(flow: Definition, variable: string): string[] {
  return oneForEachWay(flow, variable, ['200', '500', ...examplesFor(flow, variable)]);
}

/** What an application hands back with a call; it may as well hand back nothing. */
export function returnedTexts(flow: Definition, variable: string): string[] {
  return oneForEachWay(flow, variable, ['', ANYTHING, ...examplesFor(flow, variable)]);
}
