import type { State } from '../flow/definition';
import { isObject, type Json } from '../flow/json';
import { widgetOf, widgets } from './index';
import { messages } from './validate/wording';
import { inOrder, type Problem } from './problem';
import { checkProperties } from './validate/properties';
import {
  checkChannels,
  checkHasTrigger,
  checkNames,
  checkTargets,
  checkTrigger,
  type Placed,
} from './validate/references';
import { checkFlowShape, checkStateShape } from './validate/shape';
import { checkSubflows, type SubflowOptions } from './validate/subflows';
import { checkTransitions } from './validate/transitions';

/** More than anybody reads; keeps the answer to a hostile file small. */
const MAX_PROBLEMS = 100;

/**
 * Says what is wrong with a definition in the words and with the paths of Twilio's validator; nothing, if it can
 * be run. Strict, except that what exports of hosted Studio hold is never refused. First what concerns the whole
 * flow, then its states in their order.
 * https://www.twilio.com/docs/studio/rest-api/v2/flow-validate
 * @param json parsed JSON
 */
export function validateDefinition(json: unknown, options: SubflowOptions = {}): Problem[] {
  return inOrder(findProblems(json, options)).slice(0, MAX_PROBLEMS);
}

function findProblems(json: unknown, options: SubflowOptions): Problem[] {
  const problems = checkFlowShape(json);
  const aboutAll = problems.some(
    ({ property_path }) => property_path === '#' || property_path === '#/states',
  );
  if (!isObject(json) || !Array.isArray(json['states']) || aboutAll) return problems;

  const placed: Placed[] = [];
  for (const [index, state] of json['states'].entries()) {
    const path = `#/states/${index}`;
    const flaws = checkStateShape(state, path);
    problems.push(...flaws, ...checkSettings(state, path));
    if (flaws.length > 0) continue;
    const sound = { properties: {}, ...(state as object) } as State;
    placed.push({ state: sound, path });
    problems.push(...checkTransitions(sound, path));
  }
  const names = new Set(json['states'].map(state => (isObject(state) ? state['name'] : undefined)));
  return [
    ...problems,
    ...checkNames(placed),
    ...checkTargets(placed, names),
    // What is missing may be one of the unsound states, or beyond it.
    ...(placed.length === json['states'].length
      ? [...checkHasTrigger(placed), ...checkChannels(placed)]
      : []),
    ...checkTrigger(placed, names, json['initial_state']),
    ...checkSubflows(placed, options),
  ];
}

/** What a state's type asks for; also of a state that has other flaws. */
function checkSettings(state: Json, path: string): Problem[] {
  if (!isObject(state) || typeof state['type'] !== 'string') return [];
  const widget = widgetOf(state['type']);
  if (!widget) return [{ message: messages.enumeration([...widgets.keys()]), property_path: `${path}/type` }];
  const properties = state['properties'];
  return isObject(properties) ? checkProperties(widget, properties, `${path}/properties`) : [];
}
