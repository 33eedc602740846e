import { absoluteUrl } from '../../../twiml/urls';
import { elementsOf, method, parametersOf } from '../../attributes';
import { next, type Verb } from '../line';
import { newSid } from '../../params';

const events = { start: 'stream-started', stop: 'stream-stopped' } as const;

/** https://www.twilio.com/docs/voice/twiml/start */
export const start = operation('start');
/** https://www.twilio.com/docs/voice/twiml/stop */
export const stop = operation('stop');

/** What goes on in the background while the next verbs are obeyed. The phone opens no WebSocket. */
function operation(kind: 'start' | 'stop'): Verb {
  return (element, line) => {
    if (kind === 'start') line.pickUp();
    for (const noun of elementsOf(element)) {
      const { statusCallback, statusCallbackMethod, name } = noun.attributes;
      line.tell({ kind, what: noun.name, attributes: noun.attributes, parameters: parametersOf(noun) });
      if (noun.name !== 'Stream' || !statusCallback) continue;
      line.callback({
        url: absoluteUrl(statusCallback, line.page.url),
        method: method(statusCallbackMethod),
        params: {
          AccountSid: line.parties.accountSid,
          CallSid: line.parties.callSid,
          StreamSid: newSid('MZ'),
          StreamEvent: events[kind],
          Timestamp: new Date().toISOString(),
          ...(name !== undefined && { StreamName: name }),
        },
      });
    }
    return next;
  };
}
