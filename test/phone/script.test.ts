import { UsageError } from '../../phone/errors';
import { parseAnswer, Script, writeAnswer } from '../../phone/script';

describe('an answer', () => {
  test.each([
    ['1', { kind: 'digits', digits: '1' }],
    [' 12*3# ', { kind: 'digits', digits: '12*3#' }],
    ['say: yes, please: now', { kind: 'speech', text: 'yes, please: now' }],
    ['silence', { kind: 'silence' }],
    ['timeout', { kind: 'silence' }],
    ['hangup', { kind: 'hangup' }],
    ['hang up', { kind: 'hangup' }],
    ['record: 5', { kind: 'recording', seconds: 5, end: '' }],
    ['record: 5 #', { kind: 'recording', seconds: 5, end: '#' }],
    ['record: 5 hangup', { kind: 'recording', seconds: 5, end: 'hangup' }],
    ['dial: no-answer', { kind: 'result', verb: 'Dial', result: 'no-answer', parameters: {} }],
    [
      'queue: bridged QueueTime=9',
      { kind: 'result', verb: 'Enqueue', result: 'bridged', parameters: { QueueTime: '9' } },
    ],
    ['connect:', { kind: 'result', verb: 'Connect', result: '', parameters: {} }],
    [
      'connect: A=x%20y&B=1',
      { kind: 'result', verb: 'Connect', result: '', parameters: { A: 'x y', B: '1' } },
    ],
    ['pay: success', { kind: 'result', verb: 'Pay', result: 'success', parameters: {} }],
    ['refer: busy', { kind: 'result', verb: 'Refer', result: 'busy', parameters: {} }],
  ])('%s', (line, answer) => {
    expect(parseAnswer(line)).toEqual(answer);
    expect(parseAnswer(writeAnswer(parseAnswer(line)))).toEqual(answer);
  });

  test.each(['', 'yes', 'say:', 'record: long', 'record: 5 x', 'sing: la'])('"%s" is none', line => {
    expect(() => parseAnswer(line)).toThrow(UsageError);
    expect(() => parseAnswer(line)).toThrow(`"${line}" is not an answer`);
  });
});

test('a script passes over remarks and empty lines, and is silent in the end', async () => {
  const script = new Script(['# the main menu', '', '1', '#', '  ']);
  expect(script.unused).toBe(2);
  expect([await script.answer(), await script.answer(), await script.answer()]).toEqual([
    { kind: 'digits', digits: '1' },
    { kind: 'digits', digits: '#' },
    { kind: 'silence' },
  ]);
});
