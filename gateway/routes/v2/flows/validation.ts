import { Type, type Static } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import type { GatewayOptions } from '../../../app';
import { fields } from './fields';
import { readDefinition, readSettings } from './read-definition';
import { errors, FORM } from './schemas';

const Candidate = Type.Object(fields);

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
        response: { 200: Type.Object({ valid: Type.Literal(true) }), ...errors },
      },
    },
    async ({ account, body }) => {
      if (body.Settings !== undefined) readSettings(body.Settings);
      await readDefinition(flowStore, { accountSid: account.sid }, body.Definition);
      return { valid: true };
    },
  );
  done();
};
