import { isObject, type Json, type JsonObject } from '../flow/json';

/** A resource of the official client as a widget's output, with the names that Twilio's API has on the wire. */
export function snakeCase(resource: { toJSON(): unknown }): JsonObject {
  return renamed(resource, name => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`));
}

/** The same with the names that messages and calls have in Studio: `Sid`, `NumMedia`. */
export function pascalCase(resource: { toJSON(): unknown }): JsonObject {
  return renamed(resource, name => name.charAt(0).toUpperCase() + name.slice(1));
}

/** Only the resource's own names are changed: what lies deeper may be its author's. */
function renamed(resource: { toJSON(): unknown }, rename: (name: string) => string): JsonObject {
  // Dates become texts: ISO 8601.
  const json = JSON.parse(JSON.stringify(resource.toJSON())) as Json;
  if (!isObject(json)) return {};
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [rename(name), value]));
}
