import type { Definition, State } from '../../../flow/definition';
import type { JsonObject } from '../../../flow/json';
import { misfit } from '../../../phone/fit';
import { type Question, results } from '../../../phone/question';
import { parseAnswer, words } from '../../../phone/script';

/** Everything on a telephone's keypad. */
export const KEYS = '0123456789*#'.split('');

/** Something that a split compares with a value. */
interface Comparison {
  subject: string;
  values: string[];
}

/** Answers of the caller that may make a difference, in the words of a script. */
export function answersTo(question: Question, widget: string, flow: Definition): string[] {
  const answers = ['hangup', 'silence'];
  if (question.verb === 'Gather') {
    const keys = valuesOf(flow, `widgets.${widget}.Digits`).filter(value => /^[0-9*#]+$/.test(value));
    const other = [...KEYS, '98'].filter(key => !keys.includes(key)).slice(0, 1);
    const said = valuesOf(flow, `widgets.${widget}.SpeechResult`);
    answers.push(...keys, ...other, ...[...said, 'something else'].map(text => `say: ${text}`));
  } else if (question.verb === 'Record') {
    answers.push('record: 3', 'record: 3 #', 'record: 3 hangup');
  } else {
    const { verb } = question;
    const known = results[verb].length > 0 ? results[verb] : [''];
    answers.push(...known.map(result => `${words[verb]}: ${result}`.trim()));
  }
  return [...new Set(answers)].filter(answer => misfit(question, parseAnswer(answer)) === undefined);
}

/** What the outside may answer to a request of this widget. */
export function outsideAnswersTo({ name, type }: State, flow: Definition): string[] {
  if (type === 'add-twiml-redirect') return ['hangup', 'return', 'error'];
  const field = new RegExp(`widgets\\.${name}\\.parsed\\.([\\w.]+)`, 'g');
  const fields = new Set([...JSON.stringify(flow).matchAll(field)].map(([, path = '']) => path));
  const words = [...fields].map(path => [path, 'words'] as const);
  const differences = [...fields].flatMap(path =>
    valuesOf(flow, `widgets.${name}.parsed.${path}`).map(value => [path, value] as const),
  );
  const bodies = [...differences.map(difference => [...words, difference]), words];
  return [...new Set(bodies.map(pairs => JSON.stringify(nested(pairs)))), 'error'];
}

/** Values that splits compare with this variable. */
export function valuesOf(flow: Definition, variable: string): string[] {
  const about = comparisons(flow).filter(({ subject }) => subject.includes(variable));
  return [...new Set(about.flatMap(({ values }) => values))];
}

function comparisons({ states }: Definition): Comparison[] {
  return states.flatMap(({ properties, transitions }) =>
    transitions.flatMap(({ conditions = [] }) =>
      conditions.map(({ arguments: [subject], type, value }) => ({
        subject: subject || (properties['input'] as string),
        values: examplesOf(type, value),
      })),
    ),
  );
}

/** Values for which the condition holds, where they can be told. */
function examplesOf(type: string, value: string): string[] {
  switch (type) {
    case 'matches_any_of':
      return value.split(',').map(entry => entry.trim());
    case 'greater_than':
      return [String(Number(value) + 1)];
    case 'less_than':
      return [String(Number(value) - 1)];
    case 'equal_to':
    case 'contains':
    case 'starts_with':
      return [value];
    default:
      return [];
  }
}

function nested(pairs: readonly (readonly [path: string, value: string])[]): JsonObject {
  const root: JsonObject = {};
  for (const [path, value] of pairs) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let object = root;
    for (const name of names) object = (object[name] ??= {}) as JsonObject;
    object[last] = value;
  }
  return root;
}
