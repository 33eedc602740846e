import { parsedObject, type Params } from '../../../../../flow/json';
import { document } from '../../../../../twiml/serialize';
import { element } from '../../../../../twiml/element';
import type { FlowRequest } from './request';

/** An earlier request whose answer is still awaited. */
export interface Wait {
  updateId: string;
  /** How often it has been waited for. */
  count: number;
}

/** Each takes about eleven seconds; nobody holds the line for longer than two minutes of nothing. */
export const MAX_WAITS = 12;

/** Twilio sends these with every request of a call, so they need not be carried along. */
const STANDARD =
  /^(CallSid|AccountSid|ApiVersion|CallStatus|Direction|ForwardedFrom|CallerName|ParentCallSid|(Stir|Sip)\w+|(From|To|Caller|Called)(City|State|Zip|Country)?)$/;
/** Characters of a URL that every server takes. */
const MAX_CARRIED = 4000;

/**
 * TwiML that asks for the same answer again in a moment. The caller's own input goes along, sealed, in case the
 * first request never reached Temporal.
 * @param starts the request was to start an execution
 */
export function waitTwiml(
  webhookUrl: string,
  request: FlowRequest,
  updateId: string,
  { starts, seal }: { starts: boolean; seal: (secret: string, purpose: string) => string },
): string {
  const { event, step, target, execution, params, wait } = request;
  const query = new URLSearchParams();
  if (event !== undefined) query.set('FlowEvent', event);
  if (step !== undefined) query.set('FlowStep', String(step));
  if (target !== undefined) query.set('FlowTarget', String(target));
  if (execution !== undefined) query.set('FlowExecution', execution);
  if (starts) query.set('Trigger', 'incomingCall');
  query.set('FlowWait', updateId);
  query.set('FlowWaits', String((wait?.count ?? 0) + 1));
  const own = Object.fromEntries(Object.entries(params).filter(([name]) => !STANDARD.test(name)));
  const carried = Object.keys(own).length > 0 ? seal(JSON.stringify(own), purposeOf(updateId)) : '';
  if (carried && carried.length <= MAX_CARRIED) query.set('FlowParams', carried);
  // Not a verb of messages; a call that rings is not answered by it.
  const pause = params['CallSid'] === undefined ? [] : [element('Pause', { length: 1 })];
  return document([...pause, element('Redirect', {}, `${webhookUrl}?${query.toString()}`)]);
}

/** The parameters that `waitTwiml` sent along, for the same update. */
export function carriedParams(
  carried: string | undefined,
  updateId: string | undefined,
  unseal: (text: string, purpose: string) => string,
): Params {
  if (carried === undefined || updateId === undefined) return {};
  const json = unseal(carried, purposeOf(updateId));
  // Only we can have sealed it.
  if (json === carried) return {};
  return (parsedObject(json) as Params | undefined) ?? {};
}

/** What parameters are sealed for. No execution has such a SID. */
function purposeOf(updateId: string): string {
  return `wait for ${updateId}`;
}
