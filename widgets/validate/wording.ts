import type { ErrorObject } from 'ajv';

/**
 * Twilio's validator speaks the words of networknt's json-schema-validator: clients look for them
 * (https://github.com/networknt/json-schema-validator; that it is this library is inferred from the messages).
 */
export const messages = {
  missing: 'is missing but it is required',
  null: 'must not be null',
  type: (found: string, expected: unknown) =>
    Array.isArray(expected)
      ? `${found} found, but [${expected.join(', ')}] is required`
      : `${found} found, ${String(expected)} expected`,
  enumeration: (values: readonly unknown[]) =>
    `does not have a value in the enumeration [${values.join(', ')}]`,
  constant: (values: readonly string[]) => `must be a constant value ${values.join(', ')}`,
  minimum: (limit: number) => `must have a minimum value of ${limit}`,
  maximum: (limit: number) => `must have a maximum value of ${limit}`,
  minItems: (limit: number) => `there must be a minimum of ${limit} items in the array`,
  maxItems: (limit: number) => `there must be a maximum of ${limit} items in the array`,
  minLength: (limit: number) => `must be at least ${limit} characters long`,
  maxLength: (limit: number) => `may only be ${limit} characters long`,
  pattern: (pattern: string) => `does not match the regex pattern ${pattern}`,
};

/** What Twilio would say about an error that ajv found. */
export function messageOf({ keyword, params, data, message }: ErrorObject): string {
  const limit = params['limit'] as number;
  switch (keyword) {
    case 'required':
      return messages.missing;
    case 'type':
      return data === null ? messages.null : messages.type(kindOf(data), params['type']);
    case 'enum':
      return messages.enumeration(params['allowedValues'] as unknown[]);
    case 'minimum':
    case 'maximum':
    case 'minItems':
    case 'maxItems':
    case 'minLength':
    case 'maxLength':
      return messages[keyword](limit);
    case 'pattern':
      return messages.pattern(params['pattern'] as string);
    default:
      return message ?? keyword;
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
