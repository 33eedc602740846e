import { compare } from '../../../phone/run-file/compare';
import type { Event } from '../../../phone/run-file/schema';

const heard = (...texts: string[]): Event[] => texts.map(text => ({ heard: text }));

test('the same is the same, whatever was answered', () => {
  const file: Event[] = [{ heard: 'Hello' }, { asked: '<Gather> dtmf', answer: '1' }];
  expect(compare(file, [{ heard: 'Hello' }, { asked: '<Gather> dtmf' }])).toEqual([]);
});

test('something else in the place of something', () => {
  expect(compare(heard('A', 'B', 'C'), heard('A', 'X', 'C'))).toEqual([
    { place: 'events[1]', expected: 'heard: B', got: 'heard: X' },
  ]);
});

test('something is missing, and what comes behind it is not put in the wrong', () => {
  expect(compare(heard('A', 'B', 'C', 'D'), heard('A', 'C', 'D'))).toEqual([
    { place: 'events[1]', expected: 'heard: B' },
  ]);
});

test('something is new', () => {
  expect(compare(heard('A', 'C'), heard('A', 'B', 'C'))).toEqual([{ place: 'events[1]', got: 'heard: B' }]);
});

test('in another order', () => {
  expect(compare(heard('A', 'B'), heard('B', 'A'))).toHaveLength(2);
});

test('in a call that came in', () => {
  const ring = (text: string): Event => ({
    rang: '+15551230001',
    answer: 'human',
    call: [{ heard: 'Hello' }, { heard: text }],
  });
  expect(compare([ring('one')], [ring('two')])).toEqual([
    { place: 'events[0].call[1]', expected: 'heard: one', got: 'heard: two' },
  ]);
});

test('with pictures, times and addresses', () => {
  const file: Event[] = [
    { received: 'Hi', media: ['https://example.com/<any>'] },
    { played: 'a', times: 2 },
  ];
  expect(compare(file, [{ received: 'Hi', media: ['https://example.com/a.png'] }, { played: 'a' }])).toEqual([
    { place: 'events[1]', expected: 'played: a, times: 2', got: 'played: a' },
  ]);
});
