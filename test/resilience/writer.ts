import type { Params } from '../../flow/json';
import { newSid } from '../../phone/params';
import { ACCOUNT, NUMBER, type Flow } from '../setup/engine';
import { postSigned, type Reply } from '../setup/post-signed';

interface Delivery {
  /** MessageSid. */
  sid?: string;
  /** I-Twilio-Idempotency-Token; a new one unless told, none where it is null. */
  token?: string | null;
  /** Without the question mark. */
  query?: string;
  params?: Params;
  /** Base URL of another gateway. */
  by?: string;
}

/** A contact's webhooks, to be sent one by one: what the phone, which behaves well, would not do. */
export class Writer {
  constructor(
    private readonly flow: Flow,
    private readonly from: string,
    private readonly to = NUMBER,
  ) {}

  async write(body: string, { sid = newSid('SM'), token, query, params, by }: Delivery = {}): Promise<Reply> {
    const { from, to } = this;
    const form = {
      ...{ MessageSid: sid, SmsSid: sid, SmsMessageSid: sid, SmsStatus: 'received', NumMedia: '0' },
      ...{ AccountSid: ACCOUNT, ApiVersion: '2010-04-01', From: from, To: to, Body: body },
      ...params,
    };
    const url =
      (by === undefined ? this.flow.url : by + new URL(this.flow.url).pathname) + (query ? `?${query}` : '');
    let reply = await postSigned(url, form, token);
    for (let next = waitIn(reply); next !== undefined; next = waitIn(reply))
      reply = await postSigned(next, form);
    return reply;
  }
}

/** Whether an answer has the contact get anything, or has Twilio ask for anything. */
export const nothing: Reply = { status: 200, body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' };

/** Where Twilio asks again for what takes longer than it would wait. */
function waitIn({ body }: Reply): string | undefined {
  return /<Redirect>([^<]*FlowWait=[^<]*)</.exec(body)?.[1]?.replaceAll('&amp;', '&');
}
