import type { Account } from '../../../../../config/accounts';
import { unseal } from '../../../../../config/seal';
import type { Answer } from '../../../../../workflows/contract';
import type { GatewayOptions } from '../../../../app';
import { EngineError } from '../../../../engine-error';
import { GatewayError } from '../../../../errors';
import { identify, type Identity } from '../../../../identity';
import { revisionFor, type Starting } from '../../../../revision-for';
import { apology, EMPTY, escapeXml, HANGUP } from './answers';
import { isOver, type Kind } from './classify';
import { excuse } from './excuse';
import type { FlowRequest } from './request';
import { isBusy, startAlone } from './start-alone';
import { tell } from './tell';
import { inputOf, opening, toWebhook } from './to-webhook';

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
  /** HTTP status; 200 unless told. */
  status?: number;
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
  const flow = await options.flows.flow(flowSid);
  if (flow?.head.accountSid !== turn.account.sid) throw new GatewayError('flow');
  if (kind === 'callback') return { twiml: EMPTY, outcome: 'acknowledged' };
  const { From, Author } = request.params;
  const starting = revisionFor(flow.head, From ?? Author ?? '');
  const identity = identify(flowSid, { ...flow.head, ...starting }, request.params, request.execution);
  if (kind === 'over' || kind === 'undelivered') {
    await tell(options, identity, turn);
    return { twiml: EMPTY, outcome: 'acknowledged' };
  }
  const answer = await update(options, turn, identity).catch(unlessSuperseding(turn, starting));
  if (answer) return answered(options, turn, answer);
  if (flow.deleted) throw new GatewayError('flow');
  if (startsAnew(turn, identity)) {
    if (!starting) throw new GatewayError('unpublished');
    return start(options, turn, identity, starting, flow.head.friendlyName);
  }
  const other = await updateByCall(options, turn, identity);
  if (other) return answered(options, turn, other);
  if (isOver(request) || identity.channel !== 'call') return { twiml: EMPTY, outcome: 'acknowledged' };
  for (const place of identity.places) {
    if (await options.engine.exists(place, turn.account.sid)) return { twiml: HANGUP, outcome: 'ended' };
  }
  throw new GatewayError('join');
}

/** Nothing is parked: what is written starts an execution, unless a document of one that is over has led here. */
function startsAnew({ kind, request }: Turn, { channel }: Identity): boolean {
  return kind === 'start' || (channel !== 'call' && request.step === undefined);
}

/** Another call of the same caller is under way: it makes way where the flow's settings say so. */
function unlessSuperseding({ kind }: Turn, starting?: Starting): (error: unknown) => undefined {
  return error => {
    if (kind === 'start' && starting?.settings?.onActive === 'supersede' && isBusy(error)) return undefined;
    throw error;
  };
}

/** undefined: no execution runs, and none has answered this request before. */
async function update(
  { engine }: GatewayOptions,
  turn: Turn,
  identity: Identity,
): Promise<Answer | undefined> {
  const { places, reusable, channel } = identity;
  const { kind, updateId } = turn;
  const rings = kind === 'start' && channel === 'call';
  // An id that is used again is first asked for what it has answered: a request may be repeated after the end.
  if (rings && !reusable) return undefined;
  const webhook = rings ? opening(identity, turn) : toWebhook(identity, turn);
  let busy: Error | undefined;
  for (const place of rings ? places.slice(0, 1) : places) {
    try {
      const answer = await engine.update(place, webhook, updateId);
      if (answer) return answer;
    } catch (error) {
      // Of another call, which is no matter where this one has an execution elsewhere.
      if (!isBusy(error)) throw error;
      busy = error as Error;
    }
  }
  if (busy) throw busy;
  return undefined;
}

/** An application gives a call back that an execution has placed to somebody else than its contact. */
async function updateByCall(
  options: GatewayOptions,
  turn: Turn,
  identity: Identity,
): Promise<Answer | undefined> {
  const { account, flowSid, request } = turn;
  const { sid } = identity;
  const placed = request.params['Direction']?.startsWith('outbound') && request.execution === undefined;
  if (!placed || sid === undefined) return undefined;
  const workflowId = await options.engine.findByCall({ accountSid: account.sid, flowSid }, sid);
  return workflowId === undefined ? undefined : update(options, turn, { ...identity, places: [workflowId] });
}

async function start(
  options: GatewayOptions,
  turn: Turn,
  identity: Identity,
  starting: Starting,
  summary: string,
): Promise<Result> {
  const { reusable } = identity;
  const [workflowId] = identity.places;
  const execution = {
    workflowId,
    reusable,
    input: inputOf(options, turn, identity, starting),
    webhook: opening(identity, turn),
    updateId: turn.updateId,
    summary,
  };
  const answer = await startAlone(options.engine, execution, starting.settings?.onActive === 'supersede');
  if (answer === 'taken') return { twiml: EMPTY, outcome: 'acknowledged' };
  return answer ? answered(options, turn, answer) : { twiml: HANGUP, outcome: 'ended' };
}

/** An execution that has ended without another word hangs up; one that could not go on says that it is sorry. */
function answered({ settings }: GatewayOptions, { account, request }: Turn, answer: Answer): Result {
  const { twiml, executionSid, status, reason } = answer;
  if (twiml) {
    const opened = unseal(account.tokens, twiml, executionSid, escapeXml);
    return { twiml: opened, outcome: 'answered', executionSid };
  }
  const called = request.params['CallSid'] !== undefined && !isOver(request);
  if (called && reason === 'error')
    return { twiml: apology(settings.apology), outcome: 'apology', executionSid };
  return { twiml: called && status === 'ended' ? HANGUP : EMPTY, outcome: 'ended', executionSid };
}
