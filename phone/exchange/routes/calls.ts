import { type Static, Type } from '@sinclair/typebox';
import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import { setImmediate } from 'node:timers/promises';
import type { LiveCall } from '../../call/live-call';
import type { Account } from '../account';
import { badRequest, notFound } from '../api-error';
import { pathOf } from '../app';
import { CallUpdate, callRequest, destinationOf, NewCall } from '../call-forms';
import { callResource } from '../call-resource';
import type { Calls } from '../calls';
import { envelope2010 } from '../listing';
import { onDay } from '../on-day';

const List = Type.Object({
  To: Type.Optional(Type.String()),
  From: Type.Optional(Type.String()),
  Status: Type.Optional(Type.String()),
  StartTime: Type.Optional(Type.String()),
  'StartTime<': Type.Optional(Type.String()),
  'StartTime>': Type.Optional(Type.String()),
});

interface OneCall {
  Params: { callSid: string };
}

/** https://www.twilio.com/docs/voice/api/call-resource */
export function callRoutes(calls: Calls, account: Account): FastifyPluginCallback {
  const resource = (call: LiveCall) => callResource(call, account.sid);
  return (app, _options, done) => {
    app.post<{ Body: Static<typeof NewCall> }>('/Calls', { schema: { body: NewCall } }, (request, reply) =>
      reply.status(201).send(resource(calls.place(callRequest(request.body, account)))),
    );

    app.get<{ Querystring: Static<typeof List> }>('/Calls', { schema: { querystring: List } }, request => {
      const { To, From, Status } = request.query;
      const found = calls.all.filter(
        ({ to, from, status, createdAt }) =>
          (To === undefined || to === To) &&
          (From === undefined || from === From) &&
          (Status === undefined || status === Status) &&
          onDay(createdAt, 'StartTime', request.query),
      );
      return envelope2010(request, 'calls', found.reverse().map(resource));
    });

    app.get<OneCall>('/Calls/:callSid', request => resource(callOf(request, calls)));

    app.post<OneCall & { Body: Static<typeof CallUpdate> }>(
      '/Calls/:callSid',
      { schema: { body: CallUpdate } },
      async request => {
        const call = callOf(request, calls);
        update(call, request.body);
        await setImmediate(); // it is over by then, if it was to be
        return resource(call);
      },
    );
    done();
  };
}

/** @throws ApiError 20404 */
export function callOf(request: FastifyRequest<OneCall>, calls: Calls): LiveCall {
  const call = calls.find(request.params.callSid);
  if (!call) throw notFound(pathOf(request));
  return call;
}

/** @throws ApiError 21220 where it comes too late, or too early */
function update(call: LiveCall, form: Static<typeof CallUpdate>): void {
  const answered = call.status === 'in-progress';
  const destination = destinationOf(form);
  if (form.Status !== undefined) {
    if (call.endedAt) throw badRequest(21220, `Invalid call state: the call is over (${call.status}).`);
    // Canceling does nothing to a call that has been answered.
    if (form.Status === 'completed' || !answered) call.complete();
  } else if (destination) {
    if (!answered) throw badRequest(21220, 'Call is not in-progress. Cannot redirect.');
    call.leadTo(destination);
  }
}
