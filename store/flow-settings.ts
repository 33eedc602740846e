import { Type } from '@sinclair/typebox';
import type { ErrorObject } from 'ajv';
import type { Problem } from '../widgets/problem';
import { oneOf } from '../widgets/schema';
import { errorsOf, problemsOf } from '../widgets/validate/schema';
import type { OnActive } from '../workflows/contract';
import type { FlowSettings } from '../workflows/flow-contract';

const onActive: readonly OnActive[] = ['join', 'supersede', 'reject'];

const schema = Type.Object(
  {
    onActive: Type.Optional(
      oneOf(onActive, { description: 'What a new start does while the contact has an active execution.' }),
    ),
  },
  { additionalProperties: false },
);

/**
 * Settings as somebody has written them: none where nothing is set.
 * @param at what the places of problems begin with
 */
export function readFlowSettings(
  json: unknown,
  at: string,
): { settings?: FlowSettings; problems: Problem[] } {
  const errors = errorsOf(schema, json);
  if (errors.length > 0) return { problems: told(errors, at) };
  const settings = json as FlowSettings;
  return { ...(Object.keys(settings).length > 0 && { settings }), problems: [] };
}

function told(errors: readonly ErrorObject[], at: string): Problem[] {
  const known = Object.keys(schema.properties).join(', ');
  const unknown = errors
    .filter(({ keyword }) => keyword === 'additionalProperties')
    .map(({ params }) => ({
      message: `is no setting: correct its name, or remove it (there is ${known})`,
      property_path: `${at}/${String(params['additionalProperty'])}`,
    }));
  // That a value is no text says less than which values there are.
  const wrong = errors.filter(
    ({ keyword, instancePath }) => keyword === 'enum' || (keyword === 'type' && instancePath === ''),
  );
  return [...unknown, ...problemsOf(wrong, at)];
}
