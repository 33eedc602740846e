import { parsedObject, type JsonObject } from '../flow/json';

/** Those of the named values in a widget's output that are JSON objects as texts, read; undefined where none is. */
export function objectsIn(output: JsonObject = {}, names: readonly string[] = []): JsonObject | undefined {
  const read = names.flatMap((name): [string, JsonObject][] => {
    const value = output[name];
    const object = typeof value === 'string' ? parsedObject(value) : undefined;
    return object ? [[name, object]] : [];
  });
  return read.length > 0 ? Object.fromEntries(read) : undefined;
}
