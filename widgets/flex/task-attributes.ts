import { isObject, type Json, type JsonObject } from '../../flow/json';
import { given } from '../rendered';
import { isSecretName, type Hide } from '../secrets';

/** https://www.twilio.com/docs/studio/widget-library/send-flex#optional-configuration-for-send-to-flex */
const MAX_CHARACTERS = 1024;

/**
 * The attributes of a task, as a template left them, texts with a secret's name sealed; none are an empty object.
 * @returns why they are none, where that is so
 */
export function taskAttributes(text: string | undefined, seal: Hide): JsonObject | string {
  const json = given(text) ?? '{}';
  if (json.length > MAX_CHARACTERS)
    return `the task attributes have ${json.length} characters; ${MAX_CHARACTERS} are allowed`;
  try {
    const attributes = JSON.parse(json, (name, value: Json) =>
      typeof value === 'string' && isSecretName(name) ? seal(value) : value,
    ) as Json;
    return isObject(attributes) ? attributes : 'the task attributes are not a JSON object';
  } catch {
    return 'the task attributes are not JSON: objects in them need the filter to_json';
  }
}
