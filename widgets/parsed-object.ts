import { isObject, type JsonObject } from '../flow/json';

/** The JSON object that a text is; undefined where it is none. */
export function parsedObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
