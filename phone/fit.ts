import { type Answer, type GatherQuestion, type Question, type RecordQuestion, results } from './question';

/** Why an answer cannot be given to this question; undefined where it can. */
export function misfit(question: Question, answer: Answer): string | undefined {
  if (answer.kind === 'silence' || answer.kind === 'hangup') return undefined;
  if (question.verb === 'Gather') return misfitGather(question, answer);
  if (question.verb === 'Record') return misfitRecord(question, answer);
  if (answer.kind !== 'result' || answer.verb !== question.verb)
    return `<${question.verb}> needs its own result`;
  const known = results[question.verb];
  const wanted = known.length === 0 ? ['nothing but parameters'] : known;
  return known.includes(answer.result) || (known.length === 0 && answer.result === '')
    ? undefined
    : `the result of <${question.verb}> is ${wanted.join(', ')}`;
}

function misfitGather({ input, numDigits, finishOnKey }: GatherQuestion, answer: Answer): string | undefined {
  if (answer.kind === 'speech') return input.includes('speech') ? undefined : '<Gather> takes digits only';
  if (answer.kind !== 'digits') return `<Gather> takes ${input.join(' or ')}`;
  if (!input.includes('dtmf')) return '<Gather> takes speech only';
  const end = finishOnKey === '' ? -1 : answer.digits.indexOf(finishOnKey);
  if (end >= 0 && end < answer.digits.length - 1) return `<Gather> is over at the key ${finishOnKey}`;
  const count = end >= 0 ? end : answer.digits.length;
  return numDigits !== undefined && count > numDigits
    ? `<Gather> is over after ${numDigits} digits`
    : undefined;
}

function misfitRecord({ finishOnKey }: RecordQuestion, answer: Answer): string | undefined {
  if (answer.kind === 'speech') return undefined;
  if (answer.kind !== 'recording') return '<Record> takes speech or a recording';
  const ends = answer.end === '' || answer.end === 'hangup' || finishOnKey.includes(answer.end);
  return ends
    ? undefined
    : `the key ${answer.end} does not end the <Record>, only ${finishOnKey || 'silence'} does`;
}

/** The question in words, for people and for messages. */
export function describeQuestion(question: Question): string {
  switch (question.verb) {
    case 'Gather': {
      const digits = question.numDigits === undefined ? '' : `, ${question.numDigits} digits`;
      const key = question.finishOnKey === '' ? '' : `, ends with ${question.finishOnKey}`;
      return `<Gather> ${question.input.join(' or ')}${digits}${key}, timeout ${question.timeout} s`;
    }
    case 'Record':
      return `<Record> up to ${question.maxLength} s, ends with ${question.finishOnKey || 'silence'}`;
    default:
      return `<${question.verb}> ${question.to}`.trimEnd();
  }
}
