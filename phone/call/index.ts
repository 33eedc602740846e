import type { CallOptions } from './options';
import type { Destination } from './line';
import { LiveCall } from './live-call';
import type { CallRecord } from '../record';

export type { CallOptions } from './options';

/**
 * Places a call as Twilio would and obeys the TwiML it gets, until the call is over.
 * @throws PhoneError for TwiML that cannot be obeyed and answers that do not fit; the call has been ended then
 */
export function placeCall(options: CallOptions): Promise<CallRecord> {
  return new Call(options).place();
}

/** A call to a number of Twilio's; `placeCall` is all that is needed, unless somebody hangs up in the middle of something. */
export class Call extends LiveCall {
  constructor(private readonly call: CallOptions) {
    const { url, statusCallback = url } = call;
    super(call, {
      direction: 'inbound',
      status: 'ringing',
      ...(statusCallback !== null && { statusCallback: { url: statusCallback, method: 'POST' } }),
      unanswered: 'no-answer',
      patient: call.exchange !== undefined,
    });
    this.line.listen(call);
  }

  protected override begin(): Destination {
    this.call.exchange?.register(this);
    this.statusCallbacks.tell('initiated', { CallStatus: 'initiated' });
    this.statusCallbacks.tell('ringing');
    return { url: this.call.url, method: 'POST', params: {} };
  }
}
