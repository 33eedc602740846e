import type { Question } from '../../../phone/question';
import { RecordedAnswers } from '../../../phone/run-file/replay';

const gather: Question = { verb: 'Gather', input: ['dtmf'], finishOnKey: '#', timeout: 5 };

test('a question that was never answered is not answered: the call is hung up when nothing leads it elsewhere', async () => {
  const answers = new RecordedAnswers([{ asked: 'once' }, { asked: 'twice', answer: '1' }], 100);
  expect(await answers.answer(gather, new AbortController().signal)).toEqual({ kind: 'hangup' });
  expect(await answers.answer(gather, new AbortController().signal)).toEqual({ kind: 'digits', digits: '1' });
});
