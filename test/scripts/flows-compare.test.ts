import { loadDefinition, type Definition } from '../../flow/definition';
import type { JsonObject } from '../../flow/json';
import { compare } from '../../scripts/flows/compare';
import { flowOf, say, state } from '../e2e/flows';

const saying = (text: string): Definition => loadDefinition(flowOf(say('hello', text)));

const branch = (value: string, next: string): JsonObject => ({
  event: 'match',
  next,
  conditions: [{ friendly_name: value, arguments: ['{{x}}'], type: 'contains', value }],
});

function splitting(...branches: JsonObject[]): Definition {
  const split = { ...state('split', 'split-based-on', { input: '{{x}}' }, {}), transitions: branches };
  return loadDefinition(flowOf(split, say('one', 'One'), say('two', 'Two')));
}

describe('the branches of a split', () => {
  const [a, b, c] = [branch('a', 'one'), branch('b', 'two'), branch('c', 'one')];

  it('are others in another order: the first one that fits is taken', () => {
    expect(compare(splitting(a, b), splitting(b, a))).toEqual([
      '~ split (split-based-on)',
      '    ~ order of match: {{x}} contains a, {{x}} contains b -> {{x}} contains b, {{x}} contains a',
    ]);
  });

  it('are told by their conditions, wherever one is added', () => {
    expect(compare(splitting(a, b), splitting(c, a, b))).toEqual([
      '~ split (split-based-on)',
      '    + on match if {{x}} contains c: go to one',
    ]);
  });

  it('may be there twice: the second one is never taken', () => {
    const twice = splitting(a, b, branch('a', 'two'));
    expect(compare(splitting(a, b), twice)).toEqual([
      '~ split (split-based-on)',
      '    ~ on match if {{x}} contains a: go to one -> go to one, never go to two',
    ]);
    expect(compare(twice, twice)).toEqual([]);
  });

  it('are the same wherever noMatch stands', () => {
    const noMatch = { event: 'noMatch', next: 'two' };
    expect(compare(splitting(a, noMatch, b), splitting(noMatch, a, b))).toEqual([]);
  });
});

describe('a long text', () => {
  const long = 'All work and no play. '.repeat(10);

  it('is shown around what is different', () => {
    const [, line = ''] = compare(saying(`${long}Hello.${long}`), saying(`${long}Good day.${long}`));
    const [before = '', after = ''] = line.replace('    ~ say: ', '').split(' -> ');
    expect(before).toMatch(/^….{20,40}Hello\..{10,30}…$/);
    expect(after).toMatch(/^….{20,40}Good day\..{10,30}…$/);
  });

  it('is shown from its beginning where that is different, and to its end', () => {
    expect(compare(saying('Hello'), saying(`Good day. ${long}`))[1]).toMatch(
      /^ {4}~ say: "Hello" -> "Good day\. .{49}…$/,
    );
    expect(compare(saying(long), saying(`${long}Bye`))[1]).toMatch(/^ {4}~ say: ….{30}" -> ….{30}Bye"$/);
  });

  it('is shown whole up to 60 characters', () => {
    const text = 'x'.repeat(57);
    expect(compare(saying(`${text}y`), saying(`${text}z`))[1]).toBe(`    ~ say: "${text}y" -> "${text}z"`);
  });
});
