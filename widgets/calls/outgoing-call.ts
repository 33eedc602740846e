import type { CallInstance, CallListInstanceCreateOptions } from 'twilio/lib/rest/api/v2010/account/call';
import { warning } from '../../flow/errors';
import { madeSince } from '../made-since';
import { given } from '../rendered';
import { byValue } from '../resume';
import { mapStrings } from '../secrets';
import { failure } from '../twilio-failure';
import { callbackUrl, placedCallUrl } from '../webhook-urls';
import type { Call, Done, ResumeRule, Scope, Wait, Widget, World } from '../widget';

/** What a flow can ask of a call. All other parameters of Twilio's API are the engine's. */
type Order = Pick<CallListInstanceCreateOptions, 'to' | 'from'> & { timeout: number } & Options;

type Options = Pick<
  CallListInstanceCreateOptions,
  | 'record'
  | 'recordingChannels'
  | 'recordingStatusCallback'
  | 'trim'
  | 'sendDigits'
  | 'sipAuthUsername'
  | 'sipAuthPassword'
  | 'machineDetection'
  | 'machineDetectionTimeout'
  | 'machineDetectionSpeechThreshold'
  | 'machineDetectionSpeechEndThreshold'
  | 'machineDetectionSilenceTimeout'
>;

/** The Temporal UI shows it: secrets are sealed. `known` are calls of this execution that are not the wanted one. */
type Input = { order: Order; known: string[] };

/** Seconds that Twilio's word of a call's end may be late. */
const GRACE = 60;

/** What `run` of a widget that places a call returns. */
export function orderCall(
  { to, from, timeout = 60 }: { to: string; from: string; timeout?: number | undefined },
  options: Options,
  scope: Scope,
): Call | Done {
  const callee = given(to);
  if (callee === undefined) {
    return { event: 'failed', warnings: [warning(81008, 'nobody to call: "to" is empty')] };
  }
  const order: Order = { to: callee, from: given(from) ?? '', timeout, ...options };
  return { call: { order, known: knownCalls(scope) }, patient: true, seconds: 25 };
}

/**
 * `call` of a widget that places a call.
 * @param answered rules for the request that a call makes when it is answered
 * @param over the event of a call that is over before the flow could say a word on it
 */
export function placeCall(answered: ResumeRule[], over: string): NonNullable<Widget['call']> {
  return async (input, world) => {
    const { order, known } = mapStrings(input, text => world.unseal(text)) as Input;
    try {
      const call = (await placedBefore(order, known, world)) ?? (await place(order, world));
      return waitFor(call, order, [...answered, ...ends(call.sid, over)]);
    } catch (error) {
      return failure(error, { event: 'failed', code: 81008, output: why => why, alone: true });
    }
  };
}

async function place(order: Order, world: World): Promise<CallInstance> {
  const { session } = world;
  const { calls } = await world.twilio();
  return calls.create({
    ...order,
    url: placedCallUrl(session, 'answered'),
    method: 'POST',
    statusCallback: callbackUrl(session),
    statusCallbackEvent: ['completed'],
    statusCallbackMethod: 'POST',
  });
}

/**
 * The call that an earlier attempt has placed without hearing of it. It may be over already: the word of that waits
 * in the execution, or is on its way. Twilio lists the newest first; a filter by time would hide those still queued.
 */
async function placedBefore(order: Order, known: string[], world: World): Promise<CallInstance | undefined> {
  if (world.attempt === 1) return undefined;
  const { calls } = await world.twilio();
  const newest = await calls.list({ to: order.to, from: order.from, limit: 20 });
  return newest.find(
    ({ sid, direction, dateCreated }) =>
      direction === 'outbound-api' && madeSince(dateCreated, world.since) && !known.includes(sid),
  );
}

function waitFor(call: CallInstance, order: Order, resume: ResumeRule[]): Wait {
  const { sid, accountSid, status, from, to, direction } = call;
  const output = {
    CallSid: sid,
    AccountSid: accountSid,
    CallStatus: status,
    From: from,
    To: to,
    Direction: direction,
  };
  return {
    verbs: [],
    resume,
    output,
    callSid: sid,
    timeout: { seconds: patience(call, order), event: 'failed' },
  };
}

/**
 * Seconds after which no word of the call is to be expected any more. Twilio queues calls beyond an account's calls
 * per second, and says how many milliseconds this one will wait.
 * https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource
 */
function patience({ queueTime }: CallInstance, order: Order): number {
  const detection = order.machineDetection === undefined ? 0 : (order.machineDetectionTimeout ?? 30);
  return Math.ceil((Number(queueTime) || 0) / 1000) + order.timeout + detection + GRACE;
}

/** Nobody else's call, such as one that a lost attempt has placed besides, may decide over this one. */
function ends(sid: string, over: string): ResumeRule[] {
  const statuses = {
    busy: ['busy'],
    noAnswer: ['no-answer'],
    failed: ['failed', 'canceled'],
    [over]: ['completed'],
  };
  return byValue('CallStatus', statuses).map(rule => ({
    ...rule,
    when: { CallSid: [sid], ...rule.when },
    callback: true,
    // A FlowEvent is for the request of the call that was answered.
    ...(rule.event === 'answered' && { flowEvent: 'completed' }),
  }));
}

function knownCalls({ context, callSid }: Scope): string[] {
  const sids = [callSid, ...Object.values(context.widgets).map(output => output['CallSid'])];
  return [...new Set(sids.filter(sid => typeof sid === 'string'))];
}
