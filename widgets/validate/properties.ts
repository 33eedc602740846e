import type { ErrorObject } from 'ajv';
import type { JsonObject } from '../../flow/json';
import { messages } from './wording';
import type { Problem } from '../problem';
import { isNumeric } from '../properties';
import { isTemplate } from '../../flow/template';
import { errorsOf, problemsOf } from './schema';
import type { Widget } from '../widget';

/**
 * Numbers that are texts to Twilio today, but integers in exports of other years (the first) or in files written
 * by hand (the others, inferred). All other integers in the place of texts are refused, as Twilio does.
 */
const integersAccepted: Readonly<Record<string, readonly string[]>> = {
  'send-and-wait-for-reply': ['/timeout'],
  'gather-input-on-call': ['/speech_timeout'],
  'make-outgoing-call-v2': [
    '/machine_detection_speech_threshold',
    '/machine_detection_speech_end_threshold',
    '/machine_detection_silence_timeout',
  ],
  'run-subflow': ['/flow_revision'],
};

/** Do the properties of a state fit its widget? */
export function checkProperties(widget: Widget, properties: JsonObject, path: string): Problem[] {
  const required = widget.properties.required ?? [];
  const given = Object.entries(properties).filter(
    ([name, value]) => required.includes(name) || (value !== null && value !== ''),
  );
  const errors = errorsOf(widget.properties, Object.fromEntries(given));
  return [
    ...problemsOf(
      errors.filter(error => !isTolerated(error, widget.type)),
      path,
    ),
    ...errors.flatMap(error => checkRange(error, path)),
  ];
}

/** What hosted Studio's exports hold, or what only rendering can tell. */
function isTolerated({ keyword, params, data, instancePath }: ErrorObject, type: string): boolean {
  const expected = keyword === 'type' ? (params['type'] as unknown) : undefined;
  if (typeof data === 'string') {
    if (isTemplate(data)) return expected !== 'array' && expected !== 'object';
    return isNumber(expected) && isNumeric(data.trim());
  }
  return (
    expected === 'string' && Number.isInteger(data) && Boolean(integersAccepted[type]?.includes(instancePath))
  );
}

/** The limits of a number hold for one that is written as a text, too. */
function checkRange({ params, data, instancePath, parentSchema }: ErrorObject, path: string): Problem[] {
  if (typeof data !== 'string' || !isNumber(params['type']) || !isNumeric(data.trim())) return [];
  const value = Number(data);
  const { minimum = -Infinity, maximum = Infinity } = (parentSchema ?? {}) as {
    minimum?: number;
    maximum?: number;
  };
  const property_path = path + instancePath;
  if (value < minimum) return [{ message: messages.minimum(minimum), property_path }];
  if (value > maximum) return [{ message: messages.maximum(maximum), property_path }];
  return [];
}

function isNumber(type: unknown): boolean {
  return type === 'integer' || type === 'number';
}
