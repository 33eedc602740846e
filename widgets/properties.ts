import type { TObject, TSchema } from '@sinclair/typebox';
import { isObject, type Json, type JsonObject } from '../flow/json';
import { isTemplate } from '../flow/template';
import type { Widget } from './widget';

type Render = (template: string) => string;

/** Makes a value what the schema asks for; undefined where that cannot be: then it counts as absent. */
type Prepare = (value: Json, render: Render) => Json | undefined;

interface Field {
  name: string;
  prepare: Prepare;
  /** What stands for an absent value; may be a template itself. */
  fallback: Json | undefined;
}

const prepared = new WeakMap<Widget, (raw: JsonObject, render: Render) => JsonObject>();

/**
 * Renders what a widget is set to and makes it fit the widget's schema: numbers written as strings and the
 * reverse, "true" and "false", words in another case. What does not fit counts as absent, as null and an empty
 * number do, and the schema's default takes its place. Keys that the schema does not know are kept.
 */
export function prepareProperties(widget: Widget, raw: JsonObject, render: Render): JsonObject {
  let prepare = prepared.get(widget);
  if (!prepare) {
    prepare = object(widget.properties, widget.verbatim);
    prepared.set(widget, prepare);
  }
  return prepare(raw, render);
}

function prepareOf(schema: TSchema): Prepare {
  if (Array.isArray(schema['enum'])) return word(schema['enum'].map(String));
  switch (typeOf(schema)) {
    case 'string':
      return text;
    case 'integer':
      return (value, render) => number(value, render, Math.trunc);
    case 'number':
      return (value, render) => number(value, render);
    case 'boolean':
      return boolean;
    case 'array':
      return array(prepareOf((schema['items'] ?? {}) as TSchema));
    case 'object': {
      const prepare = object(schema as TObject);
      return (value, render) => (isObject(value) ? prepare(value, render) : undefined);
    }
    default:
      return deep;
  }
}

/** The one type a value can have beside null. */
function typeOf(schema: TSchema): unknown {
  const types = [schema['type']].flat().filter(type => type !== 'null') as unknown[];
  return types.length === 1 ? types[0] : undefined;
}

function object(schema: TObject, verbatim: readonly string[] = []) {
  const fields = Object.entries((schema as Partial<TObject>).properties ?? {}).map(
    ([name, property]): Field => {
      const prepare = prepareOf(property);
      const required = schema.required?.includes(name);
      return {
        name,
        prepare: verbatim.includes(name) ? value => prepare(value, unrendered) : prepare,
        // A required text that is missing is an empty one, so that widgets need not ask.
        fallback: (property.default ?? (required && prepare === text ? '' : undefined)) as Json | undefined,
      };
    },
  );
  const known = new Set([...fields.map(({ name }) => name), '__proto__']);
  return (value: JsonObject, render: Render): JsonObject => {
    const result: JsonObject = {};
    for (const key in value) {
      if (!known.has(key)) result[key] = deep(value[key] ?? null, render);
    }
    for (const { name, prepare, fallback } of fields) {
      const given = value[name] ?? undefined;
      const made =
        (given === undefined ? undefined : prepare(given, render)) ??
        (fallback === undefined ? undefined : prepare(fallback, render));
      if (made !== undefined) result[name] = made;
    }
    return result;
  };
}

function array(prepare: Prepare): Prepare {
  return (value, render) =>
    Array.isArray(value)
      ? value.map(item => prepare(item, render)).filter(item => item !== undefined)
      : undefined;
}

function text(value: Json, render: Render): string | undefined {
  if (typeof value === 'string') return isTemplate(value) ? render(value) : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function word(words: readonly string[]): Prepare {
  return (value, render) => {
    const given = text(value, render)?.trim();
    if (given === undefined || words.includes(given)) return given;
    return words.find(candidate => candidate.toLowerCase() === given.toLowerCase());
  };
}

function number(value: Json, render: Render, round = (exact: number): number => exact): number | undefined {
  if (typeof value === 'number') return round(value);
  const given = typeof value === 'string' ? text(value, render)?.trim() : undefined;
  return given !== undefined && isNumeric(given) ? round(Number(given)) : undefined;
}

/** Is the text a number as JSON and people write one? */
export function isNumeric(text: string): boolean {
  return /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text);
}

function boolean(value: Json, render: Render): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const given = typeof value === 'string' ? text(value, render)?.trim().toLowerCase() : undefined;
  if (given === 'true') return true;
  return given === 'false' ? false : undefined;
}

function deep(value: Json, render: Render): Json {
  if (typeof value === 'string') return isTemplate(value) ? render(value) : value;
  if (Array.isArray(value)) return value.map(item => deep(item, render));
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const key in value) {
    if (key !== '__proto__') result[key] = deep(value[key] ?? null, render);
  }
  return result;
}

function unrendered(template: string): string {
  return template;
}
