import type { Element } from '../../../twiml/element';
import { actionOrSame, elementsOf, number } from '../../attributes';
import { hungUp, next, type Line, type Verb } from '../line';
import type { Params } from '../../params';
import type { Answer, GatherQuestion } from '../../question';
import { pause } from './pause';
import { play } from './play';
import { say } from './say';

const prompts: Partial<Record<string, Verb>> = { Say: say, Play: play, Pause: pause };

/**
 * https://www.twilio.com/docs/voice/twiml/gather: without input the next verb is obeyed, unless
 * `actionOnEmptyResult` is true. The default action is the document itself.
 */
export const gather: Verb = async (element, line) => {
  line.pickUp();
  await speakPrompts(element, line);
  const question = questionOf(element);
  const answer = await line.ask(question);
  if (answer.kind === 'hangup') return hungUp();
  if (answer.kind === 'silence') line.elapse(question.timeout);

  const params = inputOf(answer, question, element.attributes['language'] ?? 'en-US');
  const empty = !params['Digits'] && !params['SpeechResult'];
  if (empty && element.attributes['actionOnEmptyResult'] !== 'true') return next;
  return { do: 'fetch', action: actionOrSame(element, line, params) };
};

async function speakPrompts(element: Element, line: Line): Promise<void> {
  for (const prompt of elementsOf(element)) {
    if (line.isOver()) return;
    await prompts[prompt.name]?.(prompt, line);
  }
}

function questionOf(element: Element): GatherQuestion {
  const { input = 'dtmf', finishOnKey = '#', numDigits } = element.attributes;
  return {
    verb: 'Gather',
    input: (['dtmf', 'speech'] as const).filter(kind => input.split(/\s+/).includes(kind)),
    ...(numDigits && { numDigits: Number(numDigits) }),
    finishOnKey,
    timeout: number(element, 'timeout', 5),
  };
}

/** The key that ends the input is not part of it. */
function inputOf(answer: Answer, { input, finishOnKey }: GatherQuestion, language: string): Params {
  if (answer.kind === 'digits') {
    const finished = finishOnKey !== '' && answer.digits.endsWith(finishOnKey);
    return {
      Digits: finished ? answer.digits.slice(0, -1) : answer.digits,
      FinishedOnKey: finished ? finishOnKey : '',
    };
  }
  if (answer.kind === 'speech') return { SpeechResult: answer.text, Confidence: '0.9', Language: language };
  return {
    ...(input.includes('dtmf') && { Digits: '', FinishedOnKey: '' }),
    ...(input.includes('speech') && { SpeechResult: '' }),
  };
}
