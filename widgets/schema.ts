import { Type, type SchemaOptions, type TUnsafe } from '@sinclair/typebox';

/**
 * One of a few words. A plain `enum`, not a union of constants: validators then report the place as Twilio's does,
 * "does not have a value in the enumeration [...]".
 */
export function oneOf<const Values extends readonly string[]>(
  values: Values,
  options: SchemaOptions = {},
): TUnsafe<Values[number]> {
  return Type.Unsafe<Values[number]>({ ...options, type: 'string', enum: [...values] });
}

/** Yes or no as a word: what some properties are in exports, where others are booleans. */
export function yesNo(options: SchemaOptions = {}) {
  return oneOf(['true', 'false'], options);
}

/** A list of named values, in the order of the canvas. */
export function keyValues(options: SchemaOptions = {}) {
  return Type.Array(Type.Object({ key: Type.String(), value: Type.String() }), options);
}

/** What every widget that speaks to a caller can say: text or an audio file. Exactly one of them is set. */
export function audio() {
  return {
    say: Type.Optional(
      Type.String({ description: 'Text to be spoken. SSML is kept where it is well-formed.' }),
    ),
    play: Type.Optional(Type.String({ description: 'URL of an audio file to be played.' })),
    voice: Type.Optional(
      Type.String({ description: "Voice of the text, such as Polly.Joanna. Absent: the account's voice." }),
    ),
    language: Type.Optional(
      Type.String({ description: "Language of the text, such as en-GB. Absent: the account's language." }),
    ),
    loop: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 99, default: 1, description: 'How often it is spoken or played.' }),
    ),
  };
}
