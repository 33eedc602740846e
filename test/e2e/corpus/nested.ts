import type { JsonObject } from '../../../flow/json';

/** An object that has these values at these paths, such as `parsed.city.name`. */
export function nested(pairs: Iterable<readonly [path: string, value: string]>): JsonObject {
  const root: JsonObject = {};
  for (const [path, value] of pairs) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let object = root;
    for (const name of names) object = (object[name] ??= {}) as JsonObject;
    object[last] = value;
  }
  return root;
}
