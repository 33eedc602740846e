import { isObject, type Json, type JsonObject } from '../../flow/json';
import { given } from '../rendered';
import { isSecretName, type Hide } from '../secrets';

/** https://www.twilio.com/docs/studio/widget-library/send-flex#optional-configuration-for-send-to-flex */
const MAX_CHARACTERS = 1024;

/** Stands before a sealed value that is no text; what is sealed and a text begins otherwise. */
const TYPED = 'json:';

/**
 * The attributes of a task, as a template left them, values with a secret's name sealed; none are an empty object.
 * @returns why they are none, where that is so
 */
export function taskAttributes(text: string | undefined, seal: Hide): JsonObject | string {
  const json = given(text) ?? '{}';
  if (json.length > MAX_CHARACTERS)
    return `the task attributes have ${json.length} characters; ${MAX_CHARACTERS} are allowed`;
  try {
    const attributes = JSON.parse(json, (name, value: Json) =>
      isSecretName(name) ? sealed(value, seal) : value,
    ) as Json;
    return isObject(attributes) ? attributes : 'the task attributes are not a JSON object';
  } catch {
    return 'the task attributes are not JSON: objects in them need the filter to_json';
  }
}

/** The attributes for Twilio: a number is a number again, and a list a list. */
export function openAttributes(attributes: JsonObject, unseal: Unseal): JsonObject {
  return open(JSON.stringify(attributes), unseal) as JsonObject;
}

type Unseal = (text: string) => string;

function open(json: string, unseal: Unseal): Json {
  return JSON.parse(json, (name, value: Json) => {
    if (typeof value !== 'string') return value;
    const typed = isSecretName(name) && value.startsWith(TYPED);
    return typed ? open(unseal(value.slice(TYPED.length)), unseal) : unseal(value);
  }) as Json;
}

function sealed(value: Json, seal: Hide): Json {
  if (typeof value === 'string') return seal(value);
  return value === null ? null : TYPED + seal(JSON.stringify(value));
}
