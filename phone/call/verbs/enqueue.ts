import { action, textOf } from '../../attributes';
import { fetchOrNext, hungUp, Interrupted, type Line, type Verb } from '../line';
import { newSid, type Params, standardParams } from '../../params';
import type { Element } from '../../../twiml/element';

/** Results of a call that never was in the queue. */
const refused = ['queue-full', 'system-error', 'error'];

/**
 * https://www.twilio.com/docs/voice/twiml/enqueue: without an action the next verb is obeyed. The phone hears
 * no wait music. Where nobody takes the call out of the queue, the caller gives up and hangs up. A call that is led
 * elsewhere has left the queue: the action is told, and what it answers is not obeyed.
 */
export const enqueue: Verb = async (element, line) => {
  line.pickUp();
  const to = textOf(element) || `workflow ${element.attributes['workflowSid'] ?? ''}`;
  const answer = await line.ask({ verb: 'Enqueue', to }).catch((error: unknown) => {
    if (error instanceof Interrupted) tellRedirected(element, line);
    throw error;
  });
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

function tellRedirected(element: Element, line: Line): void {
  const told = action(element, line, {
    ...standardParams(line.parties, line.status),
    QueueResult: 'redirected',
    QueueSid: newSid('QU'),
    QueueTime: '1',
  });
  if (told) line.callback(told);
}
