import type { FastifyError, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../../../../../config/accounts';
import { unseal } from '../../../../../config/seal';
import type { Form } from '../../../../../config/signature';
import { FLOW_REQUEST } from '../../../../../widgets/http/flow-request';
import type { GatewayOptions } from '../../../../app';
import { GatewayError } from '../../../../errors';
import { originOf, webhookUrlOf } from '../../../../origin';
import { apology } from './answers';
import { authenticate } from './authenticate';
import { classify } from './classify';
import { readRequest } from './request';
import { takeTurn, type Turn } from './turn';
import { updateIdOf } from './update-id';

interface FlowRoute {
  Params: { accountSid: string; flowSid: string };
  Querystring: Form;
}

/** The one URL of a flow that Twilio knows: for incoming calls and messages, actions and status callbacks. */
export const flowWebhook: FastifyPluginCallback<GatewayOptions> = (app, options, done) => {
  const { settings, accounts } = options;
  const limitRate = app.createRateLimit({
    max: settings.rateLimit,
    timeWindow: 1000,
    keyGenerator: request => (request.params as FlowRoute['Params']).accountSid,
  });
  app.removeContentTypeParser('text/plain');
  // The signature covers the bytes, and nothing is looked into before it was checked.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  app.route<FlowRoute>({
    method: ['GET', 'POST'],
    url: '/v1/Accounts/:accountSid/Flows/:flowSid',
    schema: {
      tags: ['Webhooks'],
      summary:
        'Incoming calls and messages, actions and status callbacks: signed by Twilio, answered with TwiML',
    },
    // Whatever server a flow asks could otherwise have the engine sign requests to its own gateway.
    onRequest: (request, _reply, next) => {
      next(FLOW_REQUEST in request.headers ? new GatewayError('engine') : undefined);
    },
    handler: async (request, reply) => {
      request.note.flowSid = request.params.flowSid;
      const account = accounts.get(request.params.accountSid);
      if (!account) throw new GatewayError('account');
      const origin = originOf(settings, request);
      const unsigned = settings.verifySignature ? authenticate(account, request, origin) : [];
      // Only what is signed counts: nobody else shall be able to use the limit up.
      const rate = await limitRate(request);
      if (!rate.isAllowed && rate.isExceeded) throw new GatewayError('rate');
      return answer(request, reply, toTurn(request, account, origin, unsigned));
    },
    errorHandler: (error: FastifyError | GatewayError, request, reply) => {
      if (error instanceof GatewayError && (error.refusal === 'unsigned' || error.refusal === 'signature')) {
        app.metrics.signatureFailures.inc({ refusal: error.refusal });
      }
      if ((error.statusCode ?? 500) < 500) throw error;
      // A mistake of ours must not be what a caller hears.
      request.log.error(error);
      request.note.outcome = 'apology';
      app.metrics.apologies.inc({ fault: 'internal' });
      void sendTwiml(reply, apology(settings.apology));
    },
  });
  done();

  async function answer(
    request: FastifyRequest<FlowRoute>,
    reply: FastifyReply,
    turn: Turn,
  ): Promise<FastifyReply> {
    const { kind } = turn;
    const stop = app.metrics.turns.startTimer({ kind });
    const { twiml, outcome, executionSid, fault, status } = await takeTurn(options, turn);
    stop();
    if (outcome === 'waiting') app.metrics.waits.inc();
    if (fault) request.log[fault.fault === 'busy' ? 'info' : 'error'](fault);
    // Where the engine has an answer all the same, it is that the execution has ended with `error`.
    if (outcome === 'apology') app.metrics.apologies.inc({ fault: fault?.fault ?? 'error' });
    Object.assign(request.note, { outcome, ...(executionSid !== undefined && { executionSid }) });
    return sendTwiml(reply, twiml, status);
  }
};

function toTurn(
  request: FastifyRequest<FlowRoute>,
  account: Account,
  origin: string,
  unsigned: readonly string[],
): Turn {
  const { accountSid, flowSid } = request.params;
  const { query, body, headers, note } = request;
  const flowRequest = readRequest(query, body, unsigned, (text, purpose) =>
    unseal(account.tokens, text, purpose),
  );
  const kind = classify(flowRequest);
  const callSid = flowRequest.params['CallSid'];
  Object.assign(note, { kind, ...(callSid !== undefined && { callSid }) });
  return {
    account,
    flowSid,
    webhookUrl: webhookUrlOf(origin, accountSid, flowSid),
    kind,
    request: flowRequest,
    updateId: updateIdOf(account.sid, flowRequest, headers['i-twilio-idempotency-token']?.toString()),
  };
}

function sendTwiml(reply: FastifyReply, twiml: string, status = 200): FastifyReply {
  return reply.code(status).type('text/xml; charset=utf-8').send(twiml);
}
