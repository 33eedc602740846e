import { Type } from '@sinclair/typebox';
import { conditionTypes } from '../../flow/conditions';
import { isObject } from '../../flow/json';
import { isDeep, MAX_DEPTH } from '../../flow/json-depth';
import type { Problem } from '../problem';
import { oneOf } from '../schema';
import { errorsOf, problemsOf } from './schema';

const MAX_STATES = 1000;

const flow = Type.Object({
  $schema: Type.Optional(oneOf(['https://schemas.twilio.com/studio/draft/2019-09/flow-definition'])),
  description: Type.Optional(Type.String()),
  states: Type.Array(Type.Unknown(), { minItems: 1, maxItems: MAX_STATES }),
  initial_state: Type.String({ minLength: 1 }),
  flags: Type.Optional(Type.Object({ allow_concurrent_calls: Type.Boolean() })),
});

const condition = Type.Object({
  friendly_name: Type.String(),
  arguments: Type.Array(Type.String()),
  type: oneOf(conditionTypes),
  value: Type.String(),
});

const transition = Type.Object({
  event: Type.String(),
  // Exports leave it out where a branch ends; null and "" mean the same.
  next: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'] })),
  conditions: Type.Optional(Type.Array(condition)),
});

const common = {
  name: Type.String({ minLength: 1 }),
  type: Type.String(),
  transitions: Type.Array(transition),
};
const properties = Type.Object({
  offset: Type.Optional(Type.Object({ x: Type.Number(), y: Type.Number() })),
});
const widget = Type.Object({ ...common, properties });
/** It has no settings, so that exports may leave them out. */
const trigger = Type.Object({ ...common, properties: Type.Optional(properties) });

/** Is the flow as a whole what a flow looks like? What its states hold is asked elsewhere. */
export function checkFlowShape(json: unknown): Problem[] {
  if (isDeep(json)) return [{ message: `is nested more than ${MAX_DEPTH} levels deep`, property_path: '#' }];
  return problemsOf(errorsOf(flow, json), '#');
}

/** Is it a widget on the canvas? What its type asks for is asked elsewhere. */
export function checkStateShape(json: unknown, path: string): Problem[] {
  return problemsOf(errorsOf(isObject(json) && json['type'] === 'trigger' ? trigger : widget, json), path);
}
