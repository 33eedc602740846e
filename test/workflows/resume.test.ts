import { fittingRule } from '../../workflows/resume';
import type { ResumeRule } from '../../widgets/widget';

const gather: ResumeRule[] = [
  { event: 'speech', when: { SpeechResult: true, Digits: false } },
  { event: 'keypress', when: { Digits: true } },
  { event: 'timeout' },
];
const connect: ResumeRule[] = [
  { event: 'hangup', when: { CallStatus: ['completed', 'busy'] } },
  { event: 'callCompleted' },
];
const redirect: ResumeRule[] = [
  { event: 'return', plain: true },
  { event: 'fetch', again: true },
];

describe('which rule a request resumes a waiting widget by', () => {
  test.each([
    ['digits', gather, 'keypress', { Digits: '1' }, 'keypress'],
    ['speech that came to the URL for digits', gather, 'keypress', { SpeechResult: 'yes' }, 'speech'],
    ['digits before speech', gather, 'keypress', { Digits: '1', SpeechResult: 'one' }, 'keypress'],
    ['nothing at all', gather, 'timeout', {}, 'timeout'],
    [
      'a hang-up before the event of the URL',
      connect,
      'callCompleted',
      { CallStatus: 'completed' },
      'hangup',
    ],
    ['the event of the URL', connect, 'callCompleted', { CallStatus: 'in-progress' }, 'callCompleted'],
    ['no event, but digits', gather, undefined, { Digits: '1' }, 'keypress'],
    ['another page of the same application', redirect, 'fetch', {}, 'fetch'],
    [
      'another word for an event',
      [{ event: 'success', flowEvent: 'audioComplete' }],
      'audioComplete',
      {},
      'success',
    ],
    ['no event where that means one', redirect, undefined, {}, 'return'],
  ] as const)('%s', (_, rules, event, params, expected) => {
    expect(fittingRule(rules, event, params)?.event).toBe(expected);
  });

  test('an event that no rule names fits none', () => {
    expect(fittingRule(gather, 'return', { Digits: '1' })).toBeUndefined();
  });

  test('the rules after the named one are not tried', () => {
    expect(fittingRule(gather, 'keypress', {})).toBeUndefined();
  });

  test('a request that names nothing and brings nothing is no time-out', () => {
    expect(fittingRule(gather, undefined, { CallStatus: 'in-progress' })).toBeUndefined();
  });
});
