import { Type, type Static } from '@sinclair/typebox';
import type { FastifyPluginCallback } from 'fastify';
import { studioCodes } from '../../../../flow/errors';
import type { WhichRevision } from '../../../../store/flow-store';
import type { GatewayOptions } from '../../../app';
import { pageQuery, sendPage } from '../paging';
import { notFound, RestError } from '../rest-error';
import { revisionResource } from './resources';
import { errors, flowPath, listOf, Revision } from './schemas';

const revisionPath = Type.Object({
  ...flowPath.properties,
  Revision: Type.String({ description: 'Number of the revision, LatestPublished or LatestRevision.' }),
});

/** https://www.twilio.com/docs/studio/rest-api/v2/flow-revision */
export const revisions: FastifyPluginCallback<GatewayOptions> = (app, { flowStore }, done) => {
  const tags = ['Revisions'];

  app.get<{ Params: Static<typeof flowPath> }>(
    '/:Sid/Revisions',
    {
      schema: {
        tags,
        summary: 'List the revisions of a flow, newest first',
        params: flowPath,
        querystring: Type.Object(pageQuery),
        response: { 200: listOf('revisions', Revision), ...errors },
      },
    },
    request =>
      sendPage(
        request,
        'revisions',
        async page => {
          const found = await flowStore.revisions(request.account.sid, request.params.Sid, page);
          if (!found) throw notFound(request);
          return found;
        },
        revision => revisionResource(request, revision),
      ),
  );

  app.get<{ Params: Static<typeof revisionPath> }>(
    '/:Sid/Revisions/:Revision',
    {
      schema: {
        tags,
        summary: 'Read a revision',
        params: revisionPath,
        response: { 200: Revision, ...errors },
      },
    },
    async request => {
      const { Sid, Revision: name } = request.params;
      const revision = await flowStore.revision(request.account.sid, Sid, whichRevision(name));
      if (!revision) throw notFound(request);
      return revisionResource(request, revision);
    },
  );
  done();
};

/** https://www.twilio.com/docs/api/errors/81021 */
function whichRevision(name: string): WhichRevision {
  if (name === 'LatestPublished' || name === 'LatestRevision') return name;
  const number = /^\d{1,15}$/.test(name) ? Number(name) : 0;
  if (number < 1) throw new RestError(400, 81021, studioCodes[81021].message);
  return number;
}
