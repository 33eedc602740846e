import type { Params } from '../../flow/json';
import { newSid, standardParams, type CallStatus } from '../../phone/params';
import { ACCOUNT, type Flow } from '../setup/engine';
import { postSigned, type Reply } from '../setup/post-signed';

export interface Request {
  /** Without the question mark. */
  query?: string;
  status?: CallStatus | 'canceled';
  params?: Params;
  /** I-Twilio-Idempotency-Token; a new one unless told. */
  token?: string;
}

/** One call's webhooks, to be sent one by one: what the phone, which behaves well, would not do. */
export class CallLeg {
  constructor(
    private readonly flow: Flow,
    private readonly from = '+15551110001',
    readonly sid = newSid('CA'),
  ) {}

  /** The same call, whose next requests reach another gateway. */
  by(gateway: string): CallLeg {
    const url = gateway + new URL(this.flow.url).pathname;
    return new CallLeg({ ...this.flow, url }, this.from, this.sid);
  }

  /** The first request of the call. */
  ring(token?: string): Promise<Reply> {
    return this.send({ status: 'ringing', ...(token !== undefined && { token }) });
  }

  /** The call's status callback. */
  callback(status: Request['status'], params: Params = {}): Promise<Reply> {
    const sequence = { CallbackSource: 'call-progress-events', SequenceNumber: '0', ...params };
    return this.send({ status: status ?? 'completed', params: sequence });
  }

  send({ query = '', status = 'in-progress', params = {}, token }: Request): Promise<Reply> {
    const url = this.flow.url + (query && `?${query}`);
    const parties = { callSid: this.sid, accountSid: ACCOUNT, from: this.from, to: '+15552220002' };
    const form: Params = { ...standardParams(parties, 'ringing'), CallStatus: status, ...params };
    return postSigned(url, form, token);
  }
}

/** Query of the URL that a document leads to: of its first `action`, or else of its redirect. */
export function queryIn({ body }: Reply): string {
  const [, action, redirect = ''] = /action="([^"]*)"|<Redirect[^>]*>([^<]*)</.exec(body) ?? [];
  return new URL((action ?? redirect).replaceAll('&amp;', '&')).search.slice(1);
}
