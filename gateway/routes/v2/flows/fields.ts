import { Type } from '@sinclair/typebox';
import { Status } from './schemas';

/** Form fields of a flow (https://www.twilio.com/docs/studio/rest-api/v2/flow#create-a-flow-resource). */
export const fields = {
  FriendlyName: Type.String({ minLength: 1, maxLength: 1000, description: 'Name of the flow.' }),
  Status,
  Definition: Type.Unsafe<unknown>({
    anyOf: [{ type: 'string' }, { type: 'object' }],
    description: 'The definition as JSON, or as an object where the request is JSON.',
  }),
  CommitMessage: Type.Optional(
    Type.String({ maxLength: 10_000, description: 'What has changed with this revision.' }),
  ),
  Settings: Type.Optional(
    Type.Unsafe<unknown>({
      anyOf: [{ type: 'string' }, { type: 'object' }],
      description:
        "This engine's own settings of the flow, as JSON: they are versioned with the definition, and stay as " +
        'they are where they are not given.',
    }),
  ),
};
