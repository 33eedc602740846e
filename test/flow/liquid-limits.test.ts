import { fc } from '../setup/fuzz';
import type { Context } from '../../flow/context';
import { limits } from '../../flow/limits';
import { renderTemplate } from '../../flow/liquid';
import { cpuTime } from '../setup/cpu-time';

/** Work that is stopped late; what stalls is never. */
const slack = 1500;

const list = Array.from({ length: 20_000 }, (_, index) => ({ a: index }));
const context: Context = {
  trigger: { call: { From: '+1', Body: 'x'.repeat(60_000) } },
  flow: { sid: 'FN', flow_sid: 'FW', channel: { address: '+2' }, variables: { n: 1 }, data: { list } },
  contact: { channel: { address: '+1' } },
  widgets: { http: { parsed: { text: '((((a'.repeat(10_000) } } },
};

function timed(template: string) {
  const { result, milliseconds } = cpuTime(() => renderTemplate(template, context));
  return { text: result.text, code: result.warning?.code, milliseconds };
}

describe('a template that would never end, or fill the memory', () => {
  it.each([
    ['a huge range', '{% for i in (1..1000000000) %}x{% endfor %}'],
    ['a huge range, printed', '{{ (1..1000000000) }}'],
    ['a large range, joined', '{{ (1..3000000) | join: "," }}'],
    ['a large range, walked', '{% for i in (1..3000000) %}{{ i }}{% endfor %}'],
    [
      'nested loops',
      '{% for a in (1..9999) %}{% for b in (1..9999) %}{% for c in (1..9999) %}{% endfor %}{% endfor %}{% endfor %}',
    ],
    [
      'comparisons without end',
      `{% assign a = (1..500000) %}{% if ${'a contains "x" or '.repeat(10_000)} true %}{% endif %}`,
    ],
    ['searches without end', `{% assign a = (1..500000) %}${'{{ a | find: "x", 1 }}'.repeat(10_000)}`],
    [
      'a text that doubles',
      '{% assign t = "xxxx" %}{% for i in (1..64) %}{% assign t = t | append: t %}{% endfor %}',
    ],
    ['a text that doubles by replacement', `{{ "x" ${'| replace: "x", "xxxxxxxxxx" '.repeat(12)} }}`],
    [
      'a captured text that doubles',
      '{% assign t = "x" %}{% for i in (1..24) %}{% capture t %}{{t}}{{t}}{% endcapture %}{% endfor %}',
    ],
    ['more output than any document holds', `{% for i in (1..100000) %}${'x'.repeat(1000)}{% endfor %}`],
    ['padding', '{{ "now" | date: "%999999999d" }}'],
    ['deeply nested tags', `${'{% if 1 %}'.repeat(20_000)}x${'{% endif %}'.repeat(20_000)}`],
    ['deep brackets', `{{ ${'a['.repeat(50_000)} }}`],
    ['more text than a template may have', 'x'.repeat(limits.templateCharacters) + '{{ flow.sid }}'],
    ['JSON of everything, again and again', '{% for i in (1..1000) %}{{ flow | to_json }}{% endfor %}'],
  ])('%s ends in time with 81018', (_, template) => {
    const { text, code, milliseconds } = timed(template);
    expect(milliseconds).toBeLessThan(2 * limits.templateMilliseconds + slack);
    expect({ text, code }).toEqual({ text: '', code: 81018 });
  });

  it.each([
    ['many outputs', '{{flow.sid}}'.repeat(20_000)],
    ['many braces', '{'.repeat(100_000) + '%'],
    ['unclosed quotes', `{{ ${"'".repeat(100_001)} }}`],
    ['unclosed raw', `{% raw %}${'{% endra '.repeat(20_000)}`],
    ['a long list, sorted', '{{ flow.data.list | sort: "a" | map: "a" | join: "," }}'],
    ['HTML that never closes', '{{ trigger.call.Body | replace: "x", "<" | strip_html }}'],
  ])('%s ends in time', (_, template) => {
    expect(timed(template).milliseconds).toBeLessThan(2 * limits.templateMilliseconds + slack);
  });

  it('does no harm to the next one', () => {
    timed('{% for i in (1..3000000) %}{{ i }}{% endfor %}');
    expect(renderTemplate('{% if flow.sid %}{{flow.sid}}{% endif %}', context)).toEqual({ text: 'FN' });
  });
});

describe('whatever the template', () => {
  const piece = fc.constantFrom(
    '{{',
    '}}',
    '{%',
    '%}',
    'flow',
    '.',
    'data',
    'list',
    '[',
    ']',
    '"',
    "'",
    '|',
    ':',
    ',',
    'to_json',
    'plus',
    'replace',
    'split',
    'join',
    'append',
    'date',
    'where',
    ' ',
    '(1..99999)',
    '(',
    ')',
    '..',
    '1',
    '999999999',
    'for i in',
    'endfor',
    'if',
    'endif',
    'assign x =',
    'capture x',
    'endcapture',
    'case',
    'when',
    'increment flow',
    'raw',
    'endraw',
    'liquid',
    'cycle',
    'tablerow',
    'x',
    '\n',
    '-',
    '#',
    'nil',
    'empty',
    'contains',
    'and',
    '==',
    '😀',
    '\u0000',
  );
  const tag = fc.array(piece, { maxLength: 6 }).map(pieces => `{% ${pieces.join(' ')} %}`);
  const output = fc.array(piece, { maxLength: 6 }).map(pieces => `{{ ${pieces.join(' ')} }}`);
  const template = fc
    .array(fc.oneof(piece, tag, output, fc.string()), { maxLength: 12 })
    .map(parts => parts.join(''));

  it('rendering never throws, and ends in time', () => {
    fc.assert(
      fc.property(template, text => {
        const rendered = timed(text);
        expect(rendered.milliseconds).toBeLessThan(2 * limits.templateMilliseconds + slack);
        expect(typeof rendered.text).toBe('string');
        expect(rendered.code ?? 81018).toBe(81018);
      }),
      { numRuns: 500 },
    );
  });

  it('a text without braces stays as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter(text => !text.includes('{')),
        text => {
          expect(renderTemplate(text, context)).toEqual({ text });
        },
      ),
    );
  });

  it('a value comes out as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), value => {
        const flow = { ...context.flow, variables: { value } };
        expect(renderTemplate('{{flow.variables.value}}', { ...context, flow })).toEqual({ text: value });
      }),
    );
  });

  it('to_json is JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const data = JSON.parse(JSON.stringify(value)) as string;
        const flow = { ...context.flow, data };
        expect(renderTemplate('{{flow.data | to_json}}', { ...context, flow }).text).toBe(
          JSON.stringify(data),
        );
      }),
    );
  });
});
