import { action, elementsOf, textOf } from '../../attributes';
import { PhoneError } from '../../errors';
import { fetchOrNext, hungUp, type Verb } from '../line';
import type { Params } from '../../params';

/** https://www.twilio.com/docs/voice/twiml/refer: what the far side answers, by how the transfer ended. */
const answers: Partial<Record<string, Params>> = {
  'in-progress': { ReferSipResponseCode: '202', NotifySipResponseCode: '200' },
  busy: { ReferSipResponseCode: '202', NotifySipResponseCode: '486' },
  canceled: { ReferSipResponseCode: '202', NotifySipResponseCode: '180' },
  failed: { ReferSipResponseCode: '405' },
};

export const refer: Verb = async (element, line) => {
  if (!line.parties.from.startsWith('sip:')) {
    throw new PhoneError(
      `${line.page.url}: <Refer> transfers calls from a SIP endpoint only; this one comes from ${line.parties.from}`,
    );
  }
  line.pickUp();
  const answer = await line.ask({ verb: 'Refer', to: elementsOf(element).map(textOf).join(', ') });
  const status = answer.kind === 'result' ? answer.result : 'failed';
  const told = action(element, line, {
    ReferCallStatus: status,
    ...answers[status],
    ...(answer.kind === 'result' && answer.parameters),
  });
  return answer.kind === 'hangup' ? hungUp() : fetchOrNext(told);
};
