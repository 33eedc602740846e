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
    expect(fittingRule(rules, { ...(event && { event }), params })?.event).toBe(expected);
  });

  test('an event that no rule names fits none', () => {
    expect(fittingRule(gather, { event: 'return', params: { Digits: '1' } })).toBeUndefined();
  });

  test('the rules after the named one are not tried', () => {
    expect(fittingRule(gather, { event: 'keypress' })).toBeUndefined();
  });

  const reply: ResumeRule[] = [
    { event: 'incomingMessage', message: true },
    { event: 'deliveryFailure', callback: true, when: { MessageStatus: ['failed'] } },
  ];

  test('a message fits the rule for messages, and only that one', () => {
    expect(fittingRule(reply, { message: true, params: { Body: 'yes' } })?.event).toBe('incomingMessage');
    expect(fittingRule(redirect, { message: true, params: { Body: 'yes' } })).toBeUndefined();
    expect(fittingRule(reply, { params: { Body: 'yes' } })).toBeUndefined();
  });

  test('a status callback fits rules for callbacks, whose conditions are met', () => {
    const status = (MessageStatus: string) => ({ callback: true, params: { MessageStatus } });
    expect(fittingRule(reply, status('failed'))?.event).toBe('deliveryFailure');
    expect(fittingRule(reply, status('sent'))).toBeUndefined();
    expect(fittingRule(redirect, status('failed'))).toBeUndefined();
    expect(fittingRule(reply, { params: { MessageStatus: 'failed' } })).toBeUndefined();
  });

  test('an operator may name either', () => {
    expect(fittingRule(reply, { event: 'incomingMessage', params: {} })?.event).toBe('incomingMessage');
  });

  test('a request that names nothing and brings nothing is no time-out', () => {
    expect(fittingRule(gather, { params: { CallStatus: 'in-progress' } })).toBeUndefined();
  });
});
