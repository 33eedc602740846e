import { Type } from '@sinclair/typebox';
import { renderTyped, typedValues } from './typed-values';
import { defineWidget } from './widget';

/** https://www.twilio.com/docs/studio/subflows */
export const runSubflow = defineWidget({
  type: 'run-subflow',
  properties: Type.Object({
    flow_sid: Type.String({ description: 'SID of the flow. No template.' }),
    flow_revision: Type.Optional(
      Type.String({
        default: 'LatestPublished',
        description: 'LatestPublished, LatestRevision, LatestDraft or a number. No template.',
      }),
    ),
    parameters: Type.Optional(typedValues('Become trigger.parent.parameters.<key> in the subflow.')),
  }),
  verbatim: ['flow_sid', 'flow_revision', 'parameters'],
  events: ['completed', 'failed'],
  failure: 'failed',

  run({ flow_sid: flowSid, flow_revision: revision = 'LatestPublished', parameters = [] }, scope) {
    const { values, warnings } = renderTyped(parameters, template => scope.render(template));
    return { enter: { flowSid, revision, parameters: values }, warnings };
  },
});
