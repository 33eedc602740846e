import { isMasked, maskText } from '../../../phone/mask';
import { isAsExpected, withoutVolatile } from '../../../phone/run-file/volatile';

describe('what is different in every run', () => {
  test.each([
    [`Call CA${'0a'.repeat(16)} is over`, 'Call <sid> is over'],
    ['http://127.0.0.1:43121/a.mp3', 'http://127.0.0.1/a.mp3'],
    ['wss://localhost:8080', 'wss://localhost'],
    ['https://example.com:8443/', 'https://example.com:8443/'],
    ['since 2026-01-31T12:00:00.000Z', 'since <time>'],
    ['since 2026-01-31', 'since 2026-01-31'],
    ['Sat, 31 Jan 2026 12:00:00 GMT', '<time>'],
    ['4f2cbd80-3d5c-4c1f-9a54-3dbd5d4a7f10', '<id>'],
    ['0123456789abcdef0123456789abcdef', '<token>'],
    ['Press 1, or call +15551230001', 'Press 1, or call +15551230001'],
  ])('%s', (text, kept) => {
    expect(withoutVolatile(text)).toBe(kept);
  });

  test('the number of the person, where it was made up', () => {
    expect(withoutVolatile('You are +15550001111', '+15550001111')).toBe('You are <from>');
  });

  test('the same in a URL, and whether it is encoded there can still be told', () => {
    const url = 'https://example.com/?from=%2B15550001111';
    expect(withoutVolatile(url, '+15550001111')).toBe('https://example.com/?from=%3Cfrom%3E');
  });
});

test.each([
  ['We open at <any>.', 'We open at nine.', true],
  ['<any>, goodbye', 'Thank you\nvery much, goodbye', true],
  ['We open (at) <any>', 'We open at nine', false],
  ['We open', 'We open at nine', false],
])('%j stands for %j: %s', (expected, got, fits) => {
  expect(isAsExpected(expected, got)).toBe(fits);
});

describe('what is masked', () => {
  test.each([
    ['4111 1111 1111 1111', 'xxxxxxxxxxxx1111'],
    ['My card is 4111111111111111, thanks', 'My card is xxxxxxxxxxxx1111, thanks'],
    ['https://me:secret@example.com/', 'https://***@example.com/'],
    ['https://example.com/?access_token=abc&a=1', 'https://example.com/?access_token=***&a=1'],
    ['connect: PIN=1234&a=1', 'connect: PIN=***&a=1'],
  ])('%s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
    expect(isMasked(masked)).toBe(true);
  });

  test.each(['4111111111111112', '+15551230001', '1234#', 'spinning=1'])('not %s', text => {
    expect(maskText(text)).toBe(text);
    expect(isMasked(text)).toBe(false);
  });
});
