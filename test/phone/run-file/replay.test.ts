import type { Question } from '../../../phone/question';
import { RecordedAnswers, replay } from '../../../phone/run-file/replay';
import type { RunFile } from '../../../phone/run-file/schema';

const gather: Question = { verb: 'Gather', input: ['dtmf'], finishOnKey: '#', timeout: 5 };

test('a question that was never answered is not answered: the call is hung up when nothing leads it elsewhere', async () => {
  const answers = new RecordedAnswers(
    [{ asked: 'once' }, { asked: 'twice', answer: '1' }],
    text => text,
    100,
  );
  expect(await answers.answer(gather, new AbortController().signal)).toEqual({ kind: 'hangup' });
  expect(await answers.answer(gather, new AbortController().signal)).toEqual({ kind: 'digits', digits: '1' });
});

describe('the number of whoever does it again', () => {
  const FROM = '+15552345678';
  const never = new AbortController().signal;
  const sent = (text: string, from?: string): RunFile => ({
    version: 1,
    does: 'chat',
    to: '+15551230001',
    ...(from !== undefined && { from }),
    events: [{ sent: text, media: ['https://example.com/?from=%3Cfrom%3E'] }],
  });

  test('is put into what is sent, URL-encoded where it was so', async () => {
    expect(await replay(sent('I am <from>'), FROM).act(never)).toEqual({
      do: 'send',
      body: `I am ${FROM}`,
      media: ['https://example.com/?from=%2B15552345678'],
    });
  });

  test('is not, where the file tells it: nothing was taken out then', async () => {
    expect(await replay(sent('<from>', FROM), FROM).act(never)).toMatchObject({ body: '<from>' });
  });

  test('is put into answers', async () => {
    const person = replay(
      {
        version: 1,
        does: 'call',
        to: '+15551230001',
        events: [
          { asked: 'a', answer: 'say: <from>' },
          { asked: 'b', answer: 'connect: Number=%3Cfrom%3E' },
        ],
      },
      FROM,
    );
    const act = await person.act(never);
    if (act.do !== 'call') throw new Error(`not a call: ${act.do}`);
    expect(await act.answers.answer(gather, never)).toEqual({ kind: 'speech', text: FROM });
    expect(await act.answers.answer(gather, never)).toMatchObject({ parameters: { Number: FROM } });
  });
});
