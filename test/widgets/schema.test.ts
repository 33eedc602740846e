import { Type } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import { audio, keyValues, oneOf, yesNo } from '../../widgets/schema';

const accepts = (schema: object, value: unknown) => new Ajv().compile(schema)(value);

test('oneOf is a plain enumeration, with what else is said of it', () => {
  expect(oneOf(['GET', 'POST'], { default: 'GET', description: 'The method.' })).toMatchObject({
    type: 'string',
    enum: ['GET', 'POST'],
    default: 'GET',
    description: 'The method.',
  });
});

test('yesNo is a word, not a boolean', () => {
  expect(accepts(yesNo(), 'false')).toBe(true);
  expect(accepts(yesNo(), false)).toBe(false);
});

test('keyValues asks for a key and a value, and does not mind more', () => {
  expect(accepts(keyValues(), [{ key: 'a', value: '1', index: '0' }])).toBe(true);
  expect(accepts(keyValues(), [{ key: 'a' }])).toBe(false);
});

test('audio is spoken or played 1 to 99 times', () => {
  const schema = Type.Object(audio());
  expect(accepts(schema, { say: 'Hello', voice: 'Polly.Amy', language: 'en-GB', loop: 99 })).toBe(true);
  expect(accepts(schema, { play: 'https://example.com/a.mp3', loop: 0 })).toBe(false);
});
