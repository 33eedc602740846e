import { Type } from '@sinclair/typebox';
import { renderTyped, typedValues } from './typed-values';
import { defineWidget } from './widget';

/** https://www.twilio.com/docs/studio/widget-library/set-variables */
export const setVariables = defineWidget({
  type: 'set-variables',
  properties: Type.Object({
    variables: Type.Optional(typedValues('Become flow.variables.<key> and widgets.<name>.<key>.')),
  }),
  verbatim: ['variables'],
  events: ['next'],

  run({ variables = [] }, scope) {
    const { values, warnings } = renderTyped(variables, template => scope.render(template));
    return { event: 'next', output: values, variables: values, warnings };
  },
});
