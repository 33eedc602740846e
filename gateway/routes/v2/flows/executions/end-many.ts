import { Type, type Static } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import type { GatewayOptions } from '../../../../app';
import { isSearchable } from '../../../../../store/visibility';
import { invalid } from '../../rest-error';
import { errors, FORM } from '../schemas';
import { dateFields, dateOf } from './filter';
import { accountFlow, ownFlow } from './own';
import { executionsPath } from './schemas';

const MAX_AGE = 10 * 365 * 24 * 3600;

const Filter = Type.Object({
  ...dateFields,
  OlderThan: Type.Optional(
    Type.Integer({ minimum: 0, maximum: MAX_AGE, description: 'Created that many seconds ago, or earlier.' }),
  ),
  Contact: Type.Optional(Type.String({ description: "The contact's address." })),
  All: Type.Optional(Type.Boolean({ description: 'Every active one; in place of all other filters.' })),
  Limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, default: 1000, description: 'How many, at most.' }),
  ),
  DryRun: Type.Optional(
    Type.Boolean({ default: false, description: 'They are counted, and none is ended.' }),
  ),
});

/** As the schema leaves it: with its defaults. */
type Filled = Static<typeof Filter> & { Limit: number; DryRun: boolean };

const Ended = Type.Object({
  found: Type.Integer({ description: 'Active executions that fit, up to Limit.' }),
  told: Type.Integer({ description: 'How many of them have been told to end.' }),
  more: Type.Boolean({ description: 'There are more than Limit: ask again.' }),
});

/** Not of Twilio's: it ends many executions with one request. */
export const endMany: FastifyPluginCallback<GatewayOptions> = (app, options, done) => {
  app.post<{ Params: Static<typeof executionsPath>; Body: Filled }>(
    '/:FlowSid/EndExecutions',
    {
      schema: {
        tags: ['Executions'],
        summary: 'End many executions',
        description:
          'Tells the active executions that fit all filters to end. Each ends when a worker takes that up: ' +
          'the list of active executions shows those that have not.',
        params: executionsPath,
        consumes: FORM,
        body: Filter,
        response: { 200: Ended, ...errors },
      },
      preValidation: (request, _reply, next) => next(unknownIn(request.body)),
    },
    async request => {
      await ownFlow(options, request);
      return options.executions.endMany(accountFlow(request), boundsOf(request.body));
    },
  );
  done();
};

/** What is misspelt must not be passed over, as elsewhere: too many would be ended. */
function unknownIn(body: unknown): Error | undefined {
  const unknown = Object.keys(body ?? {}).find(name => !(name in Filter.properties));
  if (unknown === undefined) return undefined;
  return invalid(unknown, `there is none of this name, only ${Object.keys(Filter.properties).join(', ')}`);
}

function boundsOf({ DateCreatedFrom, DateCreatedTo, OlderThan, Contact, All, Limit, DryRun }: Filled) {
  const filters = [DateCreatedFrom, DateCreatedTo, OlderThan, Contact];
  const filtered = filters.some(filter => filter !== undefined);
  if (filtered === (All ?? false)) {
    throw invalid(
      'All',
      'give at least one of DateCreatedFrom, DateCreatedTo, OlderThan and Contact, or All=true alone',
    );
  }
  if (Contact !== undefined && !isSearchable(Contact)) {
    throw invalid(
      'Contact',
      'Temporal cannot look for it: it is empty, holds " or \\, or begins or ends with \'',
    );
  }
  const ends = [
    ...(DateCreatedTo === undefined ? [] : [dateOf('DateCreatedTo', DateCreatedTo).getTime()]),
    ...(OlderThan === undefined ? [] : [Date.now() - OlderThan * 1000]),
  ];
  return {
    filter: {
      ...(DateCreatedFrom !== undefined && { from: dateOf('DateCreatedFrom', DateCreatedFrom) }),
      ...(ends.length > 0 && { to: new Date(Math.min(...ends)) }),
      ...(Contact !== undefined && { contact: Contact }),
    },
    limit: Limit,
    dryRun: DryRun,
  };
}
