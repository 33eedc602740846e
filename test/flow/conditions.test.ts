import { fc } from '../setup/fuzz';
import { chooseTransition, matches } from '../../flow/conditions';
import type { Condition, Transition } from '../../flow/definition';
import type { Warning } from '../../flow/errors';

describe('matches: the truth table', () => {
  it.each<[subject: string, type: string, value: string, holds: boolean]>([
    // As documented on https://www.twilio.com/docs/studio/widget-library/split-based-on
    ['2019-08-12', 'is_after_date', '2017-09-04', true],
    ['17:00', 'is_before_time', '16:35', false],
    ['900', 'greater_than', '1000', false],
    ['Twilio', 'is_blank', '', false],
    ['YES', 'matches_any_of', 'yes,yeah,yup', true],
    ['6', 'regex', '[1-5]', false],
    ['aab', 'contains', 'aa', true],
    ['aab', 'contains', 'A', true],
    [' Hoot', 'starts_with', 'hoo', true],

    ['Yes', 'equal_to', ' yes ', true],
    ['Yes.', 'equal_to', 'Yes', false],
    ['1', 'equal_to', '1.0', false],
    ['yes', 'not_equal_to', 'no', true],
    ['YES ', 'not_equal_to', 'yes', false],

    ['assist', 'matches_any_of', '2,3,4,assist', true],
    ['sa eprotect', 'matches_any_of', '1, SA eprotect ,report', true],
    ['yes,yeah', 'matches_any_of', 'yes,yeah', false],
    ['', 'matches_any_of', 'yes,,no,', false],
    ['maybe', 'does_not_match_any_of', 'yes,no', true],
    ['No', 'does_not_match_any_of', 'yes,no', false],

    ['', 'is_blank', 'Is Blank', true],
    [' \n ', 'is_blank', 'Is Blank', true],
    ['x', 'is_not_blank', 'Is Not Blank', true],
    ['  ', 'is_not_blank', 'Is Not Blank', false],

    ['5', 'regex', '[1-5]', true],
    ['55', 'regex', '[1-5]', false],
    ['Access Policy: blocked', 'regex', '^(?=.*blocked)(?=.*Access Policy).*', true],

    ['aab', 'contains', 'c', false],
    ['aab', 'contains', '', true],
    ['aab', 'does_not_contain', 'c', true],
    ['aab', 'does_not_contain', 'B', false],
    ['Hoot', 'starts_with', 'oot', false],
    ['Hoot', 'does_not_start_with', 'oot', true],
    ['Hoot', 'does_not_start_with', 'HOO', false],

    ['1000', 'greater_than', '900', true],
    ['900', 'less_than', '1000', true],
    ['1000', 'less_than', '900', false],
    ['10', 'greater_than', '9.5', true],
    ['-1', 'less_than', '+.5', true],
    ['5', 'less_than', '5', false],
    ['5', 'greater_than', '5', false],
    ['', 'less_than', '5', false],
    ['5', 'greater_than', '', false],
    ['b', 'greater_than', 'a', false],
    ['0x10', 'greater_than', '1', false],
    ['Infinity', 'greater_than', '1', false],

    ['16:00', 'is_before_time', '16:35', true],
    ['16:36', 'is_after_time', '16:35', true],
    ['16:35', 'is_after_time', '16:35', false],
    ['16:35', 'is_before_time', '16:35', false],
    ['9:00', 'is_before_time', '16:35', false],
    ['24:00', 'is_after_time', '16:35', false],
    ['now', 'is_after_time', '16:35', false],

    ['2017-09-03', 'is_before_date', '2017-09-04', true],
    ['2017-09-04', 'is_before_date', '2017-09-04', false],
    ['2017-09-04', 'is_after_date', '2017-09-04', false],
    ['2017-02-30', 'is_before_date', '2017-09-04', false],
    ['2017-13-01', 'is_after_date', '2017-09-04', false],
    ['04/09/2018', 'is_after_date', '2017-09-04', false],

    ['x', 'equals', 'x', false],
    ['x', 'constructor', 'x', false],
  ])('%j %s %j: %s', (subject, type, value, holds) => {
    expect(matches(type, subject, value)).toBe(holds);
  });

  it.each([
    ['equal_to', 'not_equal_to'],
    ['matches_any_of', 'does_not_match_any_of'],
    ['is_blank', 'is_not_blank'],
    ['contains', 'does_not_contain'],
    ['starts_with', 'does_not_start_with'],
  ])('%s holds exactly where %s does not', (type, opposite) => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }), (subject, value) => {
        expect(matches(type, subject, value)).toBe(!matches(opposite, subject, value));
      }),
    );
  });

  it('tells of a regular expression that is not one', () => {
    const warnings: Warning[] = [];
    expect(matches('regex', 'x', '[', warning => warnings.push(warning))).toBe(false);
    expect(warnings).toEqual([
      { code: 81005, message: expect.stringContaining('the regular expression is not valid') as string },
    ]);
  });
});

describe('chooseTransition', () => {
  const values: Record<string, string> = { '{{a}}': '1', '{{b}}': '2', '{{one}}': '1' };
  const render = (template: string): string => values[template] ?? template;
  const when = (next: string, ...conditions: Partial<Condition>[]): Transition => ({
    event: 'match',
    next,
    conditions: conditions.map(condition => ({
      friendly_name: '',
      arguments: ['{{a}}'],
      type: 'equal_to',
      value: '1',
      ...condition,
    })),
  });
  const noMatch: Transition = { event: 'noMatch', next: 'nothing' };
  const choose = (...transitions: Transition[]): string | undefined =>
    chooseTransition(transitions, '{{b}}', render)?.next;

  it('takes the first that matches', () => {
    expect(choose(when('first', { value: '2' }), when('second', {}), when('third', {}))).toBe('second');
  });

  it.each([
    ['first', [noMatch, when('never', { value: '2' })]],
    ['last', [when('never', { value: '2' }), noMatch]],
  ])('falls back to noMatch where it stands %s', (_, transitions) => {
    expect(choose(...transitions)).toBe('nothing');
  });

  it('prefers a match to a noMatch in front of it', () => {
    expect(choose(noMatch, when('match', {}))).toBe('match');
  });

  it('is undefined where nothing matches and there is no noMatch', () => {
    expect(choose(when('never', { value: '2' }))).toBeUndefined();
  });

  it('wants all conditions of a transition', () => {
    expect(choose(when('both', {}, { value: '2' }), when('one', {}, {}))).toBe('one');
  });

  it('never matches without conditions', () => {
    expect(
      choose({ event: 'match', next: 'bare' }, { event: 'match', next: 'empty', conditions: [] }, noMatch),
    ).toBe('nothing');
  });

  it.each([
    ['its argument', ['{{a}}'], '1'],
    ["the widget's input when it has no argument", [], '2'],
    ["the widget's input when its argument is empty", [''], '2'],
  ])('a condition looks at %s', (_, args, value) => {
    expect(choose(when('seen', { arguments: args, value }), noMatch)).toBe('seen');
  });

  it('renders values too', () => {
    expect(choose(when('equal', { value: '{{one}}' }), noMatch)).toBe('equal');
  });

  it('renders each template once, and none that is not needed', () => {
    const rendered: string[] = [];
    chooseTransition(
      [when('a', { value: '2' }), when('b', {}), when('c', { value: '3' })],
      '{{b}}',
      template => {
        rendered.push(template);
        return render(template);
      },
    );
    expect(rendered).toEqual(['{{a}}', '2', '1']);
  });

  it('passes warnings on', () => {
    const warnings: Warning[] = [];
    chooseTransition([when('x', { type: 'regex', value: '(' })], '', render, warning =>
      warnings.push(warning),
    );
    expect(warnings.map(({ code }) => code)).toEqual([81005]);
  });
});
