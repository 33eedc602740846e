import { isObject, type Json, type JsonObject } from '../../../flow/json';

/** Widgets whose strings hold the URLs that an execution asks. */
const asking = new Set(['make-http-request', 'run-function', 'add-twiml-redirect', 'set-variables']);
/** Those of templates that are yet to be filled in. */
const placeholder = /^<<.*>>$/;

/** The flow as it is, but for the hosts that it asks: they are this one. */
export function withHost(host: string, flow: JsonObject): JsonObject {
  const states = (flow['states'] as JsonObject[]).map(state =>
    asking.has(state['type'] as string)
      ? { ...state, properties: replaced(host, state['properties'] ?? {}) }
      : state,
  );
  return { ...flow, states };
}

function replaced(host: string, json: Json): Json {
  if (typeof json === 'string') return json.replace(placeholder, host).replace(/^https?:\/\/[^/?#{]+/, host);
  if (Array.isArray(json)) return json.map(one => replaced(host, one));
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, replaced(host, value)]));
}
