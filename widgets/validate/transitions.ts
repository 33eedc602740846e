import type { State } from '../../flow/definition';
import { widgetOf } from '..';
import { messages } from './wording';
import type { Problem } from '../problem';

/**
 * Are the events of a state its widget's, and does each branch of a split say when it is taken? Where a widget has
 * several events, that they are listed in one message is inferred.
 */
export function checkTransitions(state: State, path: string): Problem[] {
  const events = widgetOf(state.type)?.events;
  if (!events) return [];
  return state.transitions.flatMap(({ event, conditions }, index): Problem[] => {
    const place = `${path}/transitions/${index}`;
    if (!events.includes(event)) {
      return [{ message: messages.constant(events), property_path: `${place}/event` }];
    }
    if (event !== 'match' || conditions?.length) return [];
    const message = conditions ? messages.minItems(1) : messages.missing;
    return [{ message, property_path: `${place}/conditions` }];
  });
}
