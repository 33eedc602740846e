import { Type } from '@sinclair/typebox';
import { chooseTransition } from '../flow/conditions';
import { warning, type Warning } from '../flow/errors';
import { defineWidget } from './widget';

/** https://www.twilio.com/docs/studio/widget-library/split-based-on */
export const splitBasedOn = defineWidget({
  type: 'split-based-on',
  properties: Type.Object({
    input: Type.String({ description: 'What the conditions of the transitions are about.' }),
  }),
  // Rendered by the conditions, which may look at something else.
  verbatim: ['input'],
  events: ['noMatch', 'match'],

  run({ input }, scope) {
    const warnings: Warning[] = [];
    const chosen = chooseTransition(
      scope.transitions,
      input,
      template => scope.render(template),
      unusable => void warnings.push(unusable),
    );
    const next = chosen?.next || null;
    if (chosen?.event === 'match') return { event: 'match', next, warnings };
    if (next === null) warnings.push(warning(81005, `nothing matches ${input}`));
    return { event: 'noMatch', next, warnings };
  },
});
