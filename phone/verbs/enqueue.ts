import { action, textOf } from '../attributes';
import { fetchOrNext, hungUp, type Verb } from '../line';
import { newSid, type Params } from '../params';

/** Results of a call that never was in the queue. */
const refused = ['queue-full', 'system-error', 'error'];

/**
 * https://www.twilio.com/docs/voice/twiml/enqueue: without an action the next verb is obeyed. The phone hears
 * no wait music. Where nobody takes the call out of the queue, the caller gives up and hangs up.
 */
export const enqueue: Verb = async (element, line) => {
  line.pickUp();
  const to = textOf(element) || `workflow ${element.attributes['workflowSid'] ?? ''}`;
  const answer = await line.ask({ verb: 'Enqueue', to });
  const result = answer.kind === 'result' ? answer.result : 'hangup';
  const params: Params = {
    QueueResult: result,
    ...(!refused.includes(result) && { QueueSid: newSid('QU'), QueueTime: '1' }),
    ...(answer.kind === 'result' && answer.parameters),
  };
  line.elapse(Number(params['QueueTime'] ?? 0));
  const told = action(element, line, params);
  return result === 'hangup' ? hungUp(told) : fetchOrNext(told);
};
