import { Type } from '@sinclair/typebox';
import { fc } from '../setup/fuzz';
import { isObject, type Json, type JsonObject } from '../../flow/json';
import { widgets } from '../../widgets';
import { prepareProperties } from '../../widgets/properties';
import { keyValues, oneOf, yesNo } from '../../widgets/schema';
import { defineWidget } from '../../widgets/widget';

const values: Record<string, string> = { '{{n}}': ' 7 ', '{{e}}': '', '{{t}}': 'True', '{{w}}': 'Post' };
const render = (template: string) => values[template] ?? `<${template}>`;

const widget = defineWidget({
  type: 'test',
  properties: Type.Object({
    needed: Type.String(),
    text: Type.Optional(Type.String()),
    count: Type.Optional(Type.Integer({ default: 5 })),
    size: Type.Optional(Type.Integer()),
    ratio: Type.Optional(Type.Number()),
    flag: Type.Optional(Type.Boolean({ default: true })),
    bare: Type.Optional(Type.Boolean()),
    word: Type.Optional(yesNo()),
    method: Type.Optional(oneOf(['GET', 'POST'], { default: 'GET' })),
    caller: Type.Optional(Type.String({ default: '{{contact.channel.address}}' })),
    raw: Type.Optional(Type.String({ default: '{{raw}}' })),
    list: Type.Optional(keyValues()),
    nested: Type.Optional(Type.Object({ count: Type.Optional(Type.Integer({ default: 1 })) })),
    either: Type.Optional(Type.Union([Type.Boolean(), Type.String()])),
    numbers: Type.Optional(Type.Array(Type.Integer())),
    nullable: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'] })),
  }),
  verbatim: ['raw'],
  events: [],
  run: () => ({ event: '' }),
});

const absent = {
  needed: '',
  count: 5,
  flag: true,
  method: 'GET',
  caller: '<{{contact.channel.address}}>',
  raw: '{{raw}}',
};

describe('properties are what the schema asks for', () => {
  test('where nothing is said, the defaults hold; they may be templates', () => {
    expect(prepareProperties(widget, {}, render)).toEqual(absent);
  });

  test.each<[string, Json, Json | undefined]>([
    ['text', '{{x}}', '<{{x}}>'],
    ['text', 'plain', 'plain'],
    ['text', '', ''],
    ['text', 5, '5'],
    ['text', true, 'true'],
    ['text', null, undefined],
    ['text', { a: 1 }, undefined],
    ['count', 7, 7],
    ['count', '7', 7],
    ['count', '{{n}}', 7],
    ['count', '7.9', 7],
    ['count', '-3', -3],
    ['count', '', 5],
    ['count', '{{e}}', 5],
    ['count', 'soon', 5],
    ['count', '0x10', 5],
    ['count', true, 5],
    ['count', null, 5],
    ['size', '{{e}}', undefined],
    ['size', '{{n}}', 7],
    ['ratio', '0.5', 0.5],
    ['flag', 'false', false],
    ['flag', '{{t}}', true],
    ['flag', 'maybe', true],
    ['bare', '', undefined],
    ['bare', 'TRUE', true],
    ['word', true, 'true'],
    ['word', 'FALSE', 'false'],
    ['word', '', undefined],
    ['method', '{{w}}', 'POST'],
    ['method', 'PUT', 'GET'],
    ['raw', '{{x}}', '{{x}}'],
    ['raw', 7, '7'],
    ['nested', { count: '3' }, { count: 3 }],
    ['nested', {}, { count: 1 }],
    ['nested', 'x', undefined],
    ['either', true, true],
    ['either', '{{x}}', '<{{x}}>'],
    ['numbers', ['1', 2, 'x'], [1, 2]],
    ['nullable', '{{x}}', '<{{x}}>'],
    ['unknown', { deep: ['{{x}}', 1, null] }, { deep: ['<{{x}}>', 1, null] }],
    ['offset', { x: 1, y: 2 }, { x: 1, y: 2 }],
  ])('%s: %j becomes %j', (name, raw, expected) => {
    const prepared = prepareProperties(widget, { [name]: raw }, render);
    expect(prepared[name]).toEqual(expected);
    expect({ ...prepared, [name]: null }).toEqual({ ...absent, [name]: null });
  });

  test('lists of named values', () => {
    const list = [
      { key: '{{x}}', value: 1 },
      { key: 'a', value: null },
      'no such thing',
      { key: 'b', more: '{{y}}' },
    ];
    expect(prepareProperties(widget, { list }, render)['list']).toEqual([
      { key: '<{{x}}>', value: '1' },
      { key: 'a', value: '' },
      { key: 'b', value: '', more: '<{{y}}>' },
    ]);
  });

  test('what was given is left as it is', () => {
    const raw: JsonObject = { text: '{{x}}', list: [{ key: '{{x}}', value: 1 }], unknown: { a: ['{{x}}'] } };
    const before = structuredClone(raw);
    prepareProperties(widget, raw, render);
    expect(raw).toEqual(before);
  });

  test('keys that mean something to JavaScript do nothing', () => {
    const raw = JSON.parse('{"__proto__":{"a":1},"unknown":{"__proto__":{"b":1}}}') as JsonObject;
    const prepared = prepareProperties(widget, raw, render);
    expect(prepared['a']).toBeUndefined();
    expect((prepared['unknown'] as JsonObject)['b']).toBeUndefined();
  });

  test('only templates are rendered', () => {
    const rendered: string[] = [];
    const raw = { text: 'a', needed: '{{b}}', unknown: '{% c %}', method: 'POST', caller: '} {' };
    prepareProperties(widget, raw, template => {
      rendered.push(template);
      return template;
    });
    expect(rendered.sort()).toEqual(['{% c %}', '{{b}}']);
  });

  test.each([...widgets.values()])('$type: whatever is given, the schema can rely on its types', widget => {
    const names = Object.keys(widget.properties.properties);
    const raw = fc.dictionary(fc.constantFrom('unknown', ...names), fc.jsonValue());
    fc.assert(
      fc.property(raw, given => {
        const prepared = prepareProperties(widget, given as JsonObject, () => 'x');
        for (const name of names) {
          const type: unknown = widget.properties.properties[name]?.type;
          const value = prepared[name];
          if (typeof type === 'string' && value !== undefined) expect(kindOf(value)).toBe(type);
        }
      }),
      { numRuns: 50 },
    );
  });
});

function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  return typeof value === 'number' ? 'integer' : typeof value;
}
