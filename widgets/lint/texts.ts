import type { Definition } from '../../flow/definition';
import { isObject, type Json } from '../../flow/json';

export interface Text {
  text: string;
  property_path: string;
}

/** All texts that a flow renders or hands on: of its widgets' properties, and of conditions. */
export function textsOf({ states }: Definition): Text[] {
  return states.flatMap(({ properties, transitions }, index) => [
    ...within(properties, `#/states/${index}/properties`),
    ...transitions.flatMap(({ conditions = [] }, way) =>
      conditions.flatMap((condition, number) => {
        const { arguments: subjects, value } = condition;
        return within(
          { arguments: subjects, value },
          `#/states/${index}/transitions/${way}/conditions/${number}`,
        );
      }),
    ),
  ]);
}

function within(value: Json, path: string): Text[] {
  if (typeof value === 'string') return [{ text: value, property_path: path }];
  if (Array.isArray(value)) return value.flatMap((item, index) => within(item, `${path}/${index}`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => within(item, `${path}/${escape(name)}`));
}

/** https://www.rfc-editor.org/rfc/rfc6901#section-3 */
function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
