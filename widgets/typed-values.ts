import { Type } from '@sinclair/typebox';
import { warning, type Warning } from '../flow/errors';
import type { Json, JsonObject } from '../flow/json';
import { oneOf } from './schema';

/** Named values that may be JSON. They are rendered here: their names are not templates. */
export function typedValues(description: string) {
  const value = Type.Unsafe<string | null>({ type: ['string', 'null'] });
  const type = Type.Optional(oneOf(['string', 'json_object'], { default: 'string' }));
  const index = Type.Optional(Type.String({ description: 'Place on the canvas, in older exports.' }));
  return Type.Array(Type.Object({ key: Type.String(), value, type, index }), { description });
}

interface TypedValue {
  key: string;
  value: string | null;
  type?: 'string' | 'json_object';
}

/** Renders the values; what should be JSON and is not stays a text. */
export function renderTyped(
  entries: readonly TypedValue[],
  render: (template: string) => string,
): { values: JsonObject; warnings: Warning[] } {
  const warnings: Warning[] = [];
  const pairs = entries.map(({ key, value, type }): [string, Json] => {
    const text = value === null ? '' : render(value);
    if (type !== 'json_object') return [key, text];
    const parsed = parseJson(text);
    if (parsed === undefined)
      warnings.push(warning(81027, `${key} is not a JSON object; it is kept as text`));
    return [key, parsed ?? text];
  });
  return { values: Object.fromEntries(pairs), warnings };
}

function parseJson(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
