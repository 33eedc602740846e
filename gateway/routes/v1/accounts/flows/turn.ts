import type { Account } from '../../../../../config/accounts';
import { unseal } from '../../../../../config/seal';
import type { Answer } from '../../../../../workflows/contract';
import type { GatewayOptions } from '../../../../app';
import { EngineError } from '../../../../engine-error';
import { GatewayError } from '../../../../errors';
import type { PublishedFlow } from '../../../../flows';
import { identify, type Identity } from '../../../../identity';
import { apology, EMPTY, escapeXml, HANGUP } from './answers';
import { isOver, type Kind } from './classify';
import { excuse } from './excuse';
import type { FlowRequest } from './request';
import { executionInput, opening, toWebhook } from './to-webhook';

/** A request that has been understood. */
export interface Turn {
  account: Account;
  flowSid: string;
  /** Absolute URL of the flow's webhook, without query. */
  webhookUrl: string;
  kind: Kind;
  request: FlowRequest;
  updateId: string;
}

/** What the request is answered with. */
export interface Result {
  twiml: string;
  outcome: 'answered' | 'acknowledged' | 'ended' | 'waiting' | 'apology';
  executionSid?: string;
  fault?: EngineError;
}

/** @throws GatewayError when the request is refused; what goes wrong with the engine is an answer, too */
export async function takeTurn(options: GatewayOptions, turn: Turn): Promise<Result> {
  try {
    return await options.engine.within(() => ask(options, turn));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return excuse(options, turn, error);
  }
}

async function ask(options: GatewayOptions, turn: Turn): Promise<Result> {
  const { kind, request, flowSid } = turn;
  const flow = await options.flows.head(flowSid);
  if (flow?.accountSid !== turn.account.sid) throw new GatewayError('flow');
  if (kind === 'callback') return { twiml: EMPTY, outcome: 'acknowledged' };
  const identity = identify(flowSid, flow, request.params);
  if (kind === 'over') return tellOver(options, identity, request);
  // An id that is used again is first asked for what it has answered: a request may be repeated after the end.
  const fresh = kind === 'start' && !identity.reusable;
  const answer = fresh ? undefined : await update(options, turn, identity);
  if (answer) return answered(options, turn, answer);
  if (kind === 'start' || identity.channel !== 'call') return start(options, turn, identity, flow);
  if (isOver(request)) return { twiml: EMPTY, outcome: 'acknowledged' };
  if (await options.engine.exists(identity.workflowId)) return { twiml: HANGUP, outcome: 'ended' };
  throw new GatewayError('join');
}

/** undefined: no execution runs, and none has answered this request before. */
function update({ engine }: GatewayOptions, turn: Turn, identity: Identity): Promise<Answer | undefined> {
  const { request, kind, updateId } = turn;
  const starts = kind === 'start' && identity.channel === 'call';
  const webhook = starts ? opening(identity) : toWebhook(identity, request);
  return engine.update(identity.workflowId, webhook, updateId);
}

async function start(
  options: GatewayOptions,
  turn: Turn,
  identity: Identity,
  flow: PublishedFlow,
): Promise<Result> {
  if (flow.publishedRevision === null) throw new GatewayError('unpublished');
  const answer = await options.engine.start({
    workflowId: identity.workflowId,
    reusable: identity.reusable,
    input: executionInput(turn, identity, flow.publishedRevision),
    webhook: opening(identity),
    updateId: turn.updateId,
    summary: flow.friendlyName,
  });
  return answer ? answered(options, turn, answer) : { twiml: HANGUP, outcome: 'ended' };
}

/** Whether or not an execution is there to be told. */
async function tellOver(
  { engine }: GatewayOptions,
  identity: Identity,
  request: FlowRequest,
): Promise<Result> {
  await engine.signal(identity.workflowId, toWebhook(identity, request));
  return { twiml: EMPTY, outcome: 'acknowledged' };
}

/** An execution that has ended without another word hangs up; one that could not go on says that it is sorry. */
function answered({ settings }: GatewayOptions, { account, request }: Turn, answer: Answer): Result {
  const { twiml, executionSid, status, reason } = answer;
  if (twiml) return { twiml: unseal(account.tokens, twiml, escapeXml), outcome: 'answered', executionSid };
  const called = request.params['CallSid'] !== undefined && !isOver(request);
  if (called && reason === 'error')
    return { twiml: apology(settings.apology), outcome: 'apology', executionSid };
  return { twiml: called && status === 'ended' ? HANGUP : EMPTY, outcome: 'ended', executionSid };
}
