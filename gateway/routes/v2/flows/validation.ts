import { Type, type Static } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import { loadDefinition } from '../../../../flow/definition';
import { lintDefinition } from '../../../../widgets/lint';
import type { GatewayOptions } from '../../../app';
import { fields } from './fields';
import { readDefinition, readSettings } from './read-definition';
import { errors, Finding, FORM } from './schemas';

const Candidate = Type.Object({
  ...fields,
  DryRun: Type.Optional(
    Type.Boolean({ description: 'Also tells what can be run, and is most likely a mistake.' }),
  ),
});

const Verdict = Type.Object({
  valid: Type.Literal(true),
  warnings: Type.Optional(Type.Array(Finding)),
});

/** https://www.twilio.com/docs/studio/rest-api/v2/flow-validate */
export const validation: FastifyPluginCallback<GatewayOptions> = (app, { flowStore }, done) => {
  app.post<{ Body: Static<typeof Candidate> }>(
    '/Validate',
    {
      schema: {
        tags: ['Flows'],
        summary: 'Say whether a definition could be saved',
        consumes: FORM,
        body: Candidate,
        response: { 200: Verdict, ...errors },
      },
    },
    async ({ account, body }) => {
      if (body.Settings !== undefined) readSettings(body.Settings);
      const definition = await readDefinition(flowStore, { accountSid: account.sid }, body.Definition);
      return {
        valid: true,
        ...(body.DryRun && { warnings: lintDefinition(loadDefinition(definition)) }),
      };
    },
  );
  done();
};
