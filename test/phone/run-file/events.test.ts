import type { Happening } from '../../../phone/record';
import { eventsOf } from '../../../phone/run-file/events';

const from = '+15552345678';
const SID = `CA${'0a'.repeat(16)}`;

function sent(body: string, madeUp = true) {
  const happenings: Happening[] = [{ kind: 'sent', body, media: [] }];
  return eventsOf(happenings, { from, madeUp, calling: false });
}

describe('what somebody does', () => {
  test.each([
    '2026-01-31T12:00',
    'Sat, 31 Jan 2026 12:00:00 GMT',
    '4f2cbd80-3d5c-4c1f-9a54-3dbd5d4a7f10',
    '0123456789abcdef0123456789abcdef',
    SID,
    'http://localhost:8080/',
  ])('is kept as it is, so that it can be done again: %s', text => {
    expect(sent(text)).toEqual([{ sent: text }]);
    const happenings: Happening[] = [
      { kind: 'ask', question: { verb: 'Connect', to: 'x' } },
      { kind: 'answer', answer: `say: ${text}` },
      { kind: 'sent', body: '', media: [text] },
    ];
    expect(eventsOf(happenings, { from, madeUp: true, calling: true })).toEqual([
      expect.objectContaining({ answer: `say: ${text}` }),
      { sent: '', media: [text] },
    ]);
  });

  test('has their number only where it was not made up', () => {
    expect(sent(`I am ${from}`)).toEqual([{ sent: 'I am <from>' }]);
    expect(sent(`I am ${from}`, false)).toEqual([{ sent: `I am ${from}` }]);
  });

  test('has no secrets', () => {
    expect(sent('4111 1111 1111 1111, token=abc')).toEqual([{ sent: 'xxxxxxxxxxxx1111, token=***' }]);
  });
});
