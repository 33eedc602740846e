import { fc } from '../setup/fuzz';
import { limits } from '../../flow/limits';
import { matchesPattern } from '../../flow/regex';
import { cpuTime } from '../setup/cpu-time';

/** A busy machine may wake us late; a stalled one never does. */
const slack = 1000;

describe('matchesPattern', () => {
  it.each<[pattern: string, subject: string, matched: boolean]>([
    // The whole subject, whatever the case.
    ['yes', 'YES', true],
    ['yes', 'yes please', false],
    ['yes', 'oh yes', false],
    ['yes|yeah', 'yeah', true],
    ['a|ab', 'ab', true],
    ['^yes$', 'yes', true],
    ['', '', true],
    ['', 'x', false],
    ['/yes/', 'yes', false],
    ['.*(s(i|í)|y).*', 'SÍ claro', true],
    ['^(?=.*blocked)(?=.*Access Policy).*', 'the access policy blocked it', true],
    ['(?!.*no).*', 'yes no', false],
    ['(\\d{3})-\\1', '123-123', true],
    ['(?<a>.)\\k<a>', 'xx', true],

    // Lines.
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['a$\n^b', 'a\nb', false],
    ['(?m)a$\n^b', 'a\nb', true],
    ['(?m)a$', 'a\nb', false],
    ['(?i)YES', 'yes', true],
    ['\\Aab\\z', 'ab', true],
    ['ab\\Z', 'ab', true],

    // Characters are code points.
    ['.', '😀', true],
    ['\\p{L}+', 'Größe', true],
    ['\\P{L}+', '123', true],

    // What Java spells differently.
    ['\\-\\_\\ \\@\\:\\#\\"', '-_ @:#"', true],
    ["it\\'s", "it's", true],
    ['[\\w\\-\\.]+', 'a-b.c', true],
    ['\\Qa.b[\\E+', 'a.b[[', true],
    ['\\Qa.b\\E', 'axb', false],
    ['\\Q(', '(', true],
    ['\\p{Alpha}+', 'abc', true],
    ['[\\p{Digit}_]+', '1_2', true],
    ['\\p{Punct}', '^', true],
    ['\\p{Alpha}', '1', false],
    ['a\\hb', 'a b', true],
    ['\\d++', '123', true],
    ['a?+b{2}+', 'abb', true],
    ['[*+]+', '*+', true],
    ['a}', 'a}', true],
    ['a]', 'a]', true],
    ['[a}]+', 'a}', true],
    ['[]a]+', 'a]', true],
    ['[^]a]+', 'b', true],
    ['[^]a]+', ']', false],
    ['a{2}', 'aa', true],
    ['\\{{2}', '{{', true],
    ['[^\\]]+', 'abc', true],
    ['[\\Qa-z\\E]+', 'az-', true],
    ['[\\Qa-z\\E]+', 'b', false],
  ])('%j on %j: %s', (pattern, subject, matched) => {
    const reasons: string[] = [];
    expect(matchesPattern(pattern, subject, reason => reasons.push(reason))).toBe(matched);
    expect(reasons).toEqual([]);
  });

  it.each([
    ['[', 'is not valid: '],
    ['(', 'is not valid: Unterminated group'],
    ['a)(a', 'is not valid: Unmatched'],
    ['*', 'is not valid: Nothing to repeat'],
    ['a\\', 'is not valid: '],
    ['\\p{constructor}', 'is not valid: Invalid property name'],
    ['[a[b]]', 'is not valid: classes within classes are not supported'],
    ['(?>a)', 'is not valid: Invalid group'],
    ['[a-z&&[^b]]', 'is not valid: classes within classes are not supported'],
    ['{{x}}', 'is not valid: '],
    ['a'.repeat(limits.regexCharacters + 1), 'is longer than 4096 characters'],
  ])('does not match with %.20s and says why', (pattern, why) => {
    const reasons: string[] = [];
    expect(matchesPattern(pattern, 'a', reason => reasons.push(reason))).toBe(false);
    expect(reasons).toEqual([expect.stringContaining(`the regular expression ${why}`)]);
  });

  it.each([
    ['(a+)+', `${'a'.repeat(50)}b`],
    ['(a|a)*', `${'a'.repeat(50)}b`],
    ['(.*)*x', 'a'.repeat(50)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', '1'.padStart(60, 'a')],
  ])('stops %s', (pattern, subject) => {
    const reasons: string[] = [];
    const { result, milliseconds } = cpuTime(() =>
      matchesPattern(pattern, subject, reason => reasons.push(reason)),
    );
    expect(result).toBe(false);
    expect(milliseconds).toBeLessThan(limits.regexMilliseconds + slack);
    expect(reasons).toEqual(['the regular expression was stopped after 100 ms']);
  });

  it.each(['((a{1,1000}){1,1000}){1,1000}', '(((a{99}){99}){99}){99}', '('.repeat(2000) + ')'.repeat(2000)])(
    'is not kept by the size of %.40s',
    pattern => {
      const { milliseconds } = cpuTime(() => matchesPattern(pattern, 'a'.repeat(1000)));
      expect(milliseconds).toBeLessThan(limits.regexMilliseconds + slack);
    },
  );

  it('is used again after it was stopped', () => {
    matchesPattern('(a+)+', `${'a'.repeat(50)}b`);
    expect(matchesPattern('a+', 'aaa')).toBe(true);
  });

  it('never throws and never stalls, whatever the pattern', () => {
    const piece = fc.constantFrom(
      'a',
      '.',
      '(',
      ')',
      '[',
      ']',
      '{2,}',
      '*',
      '+',
      '?',
      '|',
      '\\',
      'Q',
      '^',
      '$',
      '&&',
      '-',
    );
    const pattern = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join('')),
    );
    fc.assert(
      fc.property(pattern, fc.string(), (source, subject) => {
        const { result, milliseconds } = cpuTime(() => matchesPattern(source, subject));
        expect(typeof result).toBe('boolean');
        expect(milliseconds).toBeLessThan(limits.regexMilliseconds + slack);
      }),
    );
  });

  it('matches every text with its own quotation', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter(text => !text.includes('\\E')),
        text => {
          expect(matchesPattern(`\\Q${text}\\E`, text)).toBe(true);
        },
      ),
    );
  });
});
