import type { Definition, State } from '../../../flow/definition';
import { misfit } from '../../../phone/fit';
import { type Question, results } from '../../../phone/question';
import { parseAnswer, words } from '../../../phone/script';
import { bodiesFor } from './bodies';
import { firstWords, type Trigger } from './start';
import { keysFor, spokenTexts } from './variables';

/** Answers of somebody on the telephone that may make a difference, in the words of a script. */
export function answersTo(question: Question, state: State, flow: Definition): string[] {
  const answers: string[] = [];
  if (question.verb === 'Gather') {
    const said = spokenTexts(flow, `widgets.${state.name}.SpeechResult`);
    answers.push(...keysFor(flow, state), ...said.map(text => `say: ${text}`));
  } else if (question.verb === 'Record') {
    answers.push('record: 3', 'record: 3 #', 'record: 3 hangup');
  } else {
    const { verb } = question;
    const known = results[verb].length > 0 ? results[verb] : [''];
    answers.push(...known.map(result => `${words[verb]}: ${result}`.trim()));
  }
  answers.push('silence', 'hangup');
  return answers.filter(answer => misfit(question, parseAnswer(answer)) === undefined);
}

/** Parameters that a REST request may start an execution with. */
export function parametersFor(flow: Definition): string[] {
  return [...new Set(['flow.data', 'trigger.request.parameters'].flatMap(root => bodiesFor(flow, root)))];
}

/** What an execution may be started with, in writing. */
export function firstWordsFor(flow: Definition, trigger: Trigger): string[] {
  return spokenTexts(flow, firstWords(trigger) ?? '');
}
