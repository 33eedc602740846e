import type { JsonObject } from '../../flow/json';
import { accountSid } from './scope';
import { startTwilioApi, type TwilioApi, type Wanted } from './twilio-api';
import { now } from './twilio-calls';

/** A Twilio that keeps the messages it is asked to send, to numbers and into conversations. */
export interface TwilioMessages extends TwilioApi {
  /** As its API shows them, oldest first. */
  kept: JsonObject[];
  /** The fields of every request to send something. */
  forms(): Record<string, string>[];
}

export async function startTwilioMessages(): Promise<TwilioMessages> {
  const kept: JsonObject[] = [];
  const api = await startTwilioApi(wanted => (wanted.method === 'GET' ? listed : added)(kept, wanted));
  return {
    ...api,
    kept,
    forms: () => api.posts().map(({ form }) => form),
    reset: () => {
      api.reset();
      kept.length = 0;
    },
  };
}

/** SID of the nth message that is kept. */
export function messageSid(number: number): string {
  return `SM${String(number).padStart(32, '0')}`;
}

/** https://www.twilio.com/docs/messaging/api/message-resource#message-properties */
function message(form: Wanted['form'], number: number): JsonObject {
  const service = form['MessagingServiceSid'] ?? null;
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: form['Body'] ?? '',
    date_created: now(),
    date_sent: null,
    date_updated: now(),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    // A Messaging Service chooses the sender later.
    from: service === null ? (form['From'] ?? null) : null,
    messaging_service_sid: service,
    num_media: form['MediaUrl'] === undefined ? '0' : '1',
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    sid: messageSid(number),
    status: service === null ? 'queued' : 'accepted',
    to: form['To'] ?? null,
  };
}

/** https://www.twilio.com/docs/conversations/api/conversation-message-resource */
function conversationMessage(form: Wanted['form'], number: number): JsonObject {
  return {
    account_sid: accountSid,
    attributes: form['Attributes'] ?? '{}',
    author: form['Author'] ?? 'system',
    body: form['Body'] ?? null,
    content_sid: form['ContentSid'] ?? null,
    date_created: `${new Date().toISOString().slice(0, 19)}Z`,
    index: number - 1,
    media: null,
    participant_sid: null,
    sid: `IM${String(number).padStart(32, '0')}`,
  };
}

function added(kept: JsonObject[], { url, form }: Wanted): JsonObject {
  const { pathname } = new URL(url);
  const resource = pathname.startsWith('/v1/') ? conversationMessage : message;
  const made = { ...resource(form, kept.length + 1), list: pathname };
  kept.push(made);
  return made;
}

/** Conversations list the oldest first, unless they are told. */
function listed(kept: readonly JsonObject[], { url, query }: Wanted): JsonObject {
  const { pathname } = new URL(url);
  const { To: to, Order: order, PageSize: size } = query;
  const messages = kept.filter(one => one['list'] === pathname && (to === undefined || one['to'] === to));
  const newestFirst = !pathname.startsWith('/v1/') || order === 'desc';
  return {
    messages: (newestFirst ? messages.reverse() : messages).slice(0, Number(size)),
    meta: { key: 'messages' },
  };
}
