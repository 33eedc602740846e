import type { TSchema } from '@sinclair/typebox';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { messageOf } from './wording';
import type { Problem } from '../problem';

const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, validateFormats: false });
const compiled = new WeakMap<TSchema, ValidateFunction>();

/** What a schema finds; compiled when it is first asked for, since most flows use few types. */
export function errorsOf(schema: TSchema, value: unknown): ErrorObject[] {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  validate(value);
  // That no alternative fits is said by the errors of the alternatives.
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'anyOf');
}

/** The first thing wrong with each place. */
export function problemsOf(errors: readonly ErrorObject[], path: string): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors) {
    const place = placeOf(error, path);
    if (!problems.has(place)) problems.set(place, { message: messageOf(error), property_path: place });
  }
  return [...problems.values()];
}

function placeOf({ instancePath, keyword, params }: ErrorObject, path: string): string {
  const missing = keyword === 'required' ? `/${String(params['missingProperty'])}` : '';
  return `${path}${instancePath}${missing}`;
}
