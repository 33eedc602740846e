import type { Params } from '../../flow/json';
import { newSid } from '../../phone/params';
import { ACCOUNT, NUMBER, type Flow } from '../setup/engine';
import { postSigned, type Reply } from '../setup/post-signed';
import { queryIn } from './twilio';

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
    const url = by === undefined ? this.flow.url : by + new URL(this.flow.url).pathname;
    let reply = await postSigned(url + (query ? `?${query}` : ''), form, token);
    // Where it takes longer than Twilio would wait, Twilio is to ask again.
    while (reply.body.includes('FlowWait=')) reply = await postSigned(`${url}?${queryIn(reply)}`, form);
    return reply;
  }
}

/** Whether an answer has the contact get anything, or has Twilio ask for anything. */
export const nothing: Reply = { status: 200, body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' };
