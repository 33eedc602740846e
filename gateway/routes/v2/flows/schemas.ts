import { Type, type TSchema } from '@sinclair/typebox';
import { oneOf } from '../../../../widgets/schema';
import { pageMeta } from '../paging';

export const FORM = ['application/x-www-form-urlencoded', 'application/json'];

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const date = Type.String({ format: 'date-time' });
export const url = Type.String({ format: 'uri' });

/** A SID that is made here is hexadecimal; that of a flow file has the name's own letters. */
export const sid = (prefix: string) => Type.String({ pattern: `^${prefix}\\w{32}$` });

export const flowPath = Type.Object({ Sid: Type.String({ description: 'SID of the flow.' }) });

export const Status = oneOf(['draft', 'published'], { description: 'A draft is run for test users only.' });

const common = {
  sid: sid('FW'),
  account_sid: sid('AC'),
  author_sid: Type.Null(),
  friendly_name: Type.String(),
  definition: Type.Any({ description: 'As it was saved; null in lists.' }),
  status: Status,
  revision: Type.Integer({ description: 'The latest one, or the one that was asked for.' }),
  commit_message: nullable(Type.String()),
  valid: nullable(Type.Boolean()),
  errors: nullable(Type.Array(Type.Any())),
  date_created: nullable(date),
  date_updated: nullable(date),
  settings: Type.Optional(Type.Any({ description: 'Beside the definition, where there are any.' })),
  url,
};

/** https://www.twilio.com/docs/studio/rest-api/v2/flow#flow-properties */
export const Flow = Type.Object({
  ...common,
  warnings: nullable(Type.Array(Type.Any())),
  webhook_url: url,
  links: Type.Object({ test_users: url, revisions: url, executions: url }),
});

/** https://www.twilio.com/docs/studio/rest-api/v2/flow-revision#flowrevision-properties */
export const Revision = Type.Object(common);

/** https://www.twilio.com/docs/studio/rest-api/v2/test-user#testuser-properties */
export const TestUsers = Type.Object({ sid: sid('FW'), test_users: Type.Array(Type.String()), url });

/** What is most likely a mistake, though it can be run. */
export const Finding = Type.Object({
  severity: Type.Literal('warning'),
  message: Type.String(),
  property_path: Type.String({ description: 'Where, such as `#/states/3/properties/url`.' }),
  hint: Type.String({ description: 'A way out.' }),
});

/** A page of a list. */
export function listOf(key: string, item: TSchema): TSchema {
  return Type.Object({ meta: pageMeta, [key]: Type.Array(item) });
}

/** https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export const ErrorBody = Type.Object({
  code: Type.Integer(),
  message: Type.String(),
  more_info: url,
  status: Type.Integer(),
  details: Type.Optional(Type.Any({ description: 'What a program can make use of.' })),
});

/** What every route may answer instead of what was asked for. */
export const errors = { '4xx': ErrorBody, '5xx': ErrorBody };
