import type { ServerResponse } from 'node:http';
import { createTwilioClients } from '../../activities/world/twilio-client';
import { Accounts } from '../../config/accounts';
import type { Context } from '../../flow/context';
import type { JsonObject } from '../../flow/json';
import { prepareProperties } from '../../widgets/properties';
import type { Outcome, Scope, Widget, World } from '../../widgets/widget';
import { accountSid, makeContext, makeScope } from './scope';
import { answer, startServer, type Asked } from './web-server';
import { authToken } from './world';

/** What becomes of the next request, instead of an answer. */
export type Fate =
  /** Twilio takes it over, and the answer is lost. */
  | 'accepted, then dropped'
  /** The connection breaks, and nothing has happened. */
  | 'dropped'
  | { status: number; code: number; message: string; retryAfter?: number };

/** A Twilio that keeps the messages it is asked to send, to numbers and into conversations. */
export interface TwilioMessages {
  /** As its API shows them, oldest first. */
  kept: JsonObject[];
  fates: Fate[];
  asked: Asked[];
  /** The fields of every request to send something. */
  forms(): Record<string, string>[];
  /** The official client, as the engine makes it. */
  twilio: World['twilio'];
  reset(): void;
  close(): Promise<void>;
}

export async function startTwilioMessages(): Promise<TwilioMessages> {
  const kept: JsonObject[] = [];
  const fates: Fate[] = [];
  const server = await startServer((asked, response) => {
    const fate = fates.shift();
    if (typeof fate === 'object') {
      refuse(response, fate);
      return;
    }
    if (fate === 'dropped') {
      response.destroy();
      return;
    }
    const answered = asked.method === 'GET' ? listed(kept, asked.url) : added(kept, asked);
    if (fate === undefined) json(response, asked.method === 'GET' ? 200 : 201, answered);
    else response.destroy();
  });
  const accounts = new Accounts([{ sid: accountSid, tokens: [authToken] }]);
  const clients = createTwilioClients({ accounts, baseUrl: server.url });
  return {
    kept,
    fates,
    asked: server.asked,
    forms: () =>
      server.asked
        .filter(({ method }) => method === 'POST')
        .map(({ body }) => Object.fromEntries(new URLSearchParams(body))),
    twilio: () => clients.of(accountSid),
    reset: () => {
      for (const list of [kept, fates, server.asked]) list.length = 0;
    },
    close: async () => {
      await clients.close();
      await server.close();
    },
  };
}

/** SID of the nth message that is kept. */
export function messageSid(number: number): string {
  return `SM${String(number).padStart(32, '0')}`;
}

/** Runs a widget whose properties are as an export has them. */
export function runExported(widget: Widget, properties: JsonObject, scope: Scope): Outcome {
  const prepared = prepareProperties(widget, properties, template => scope.render(template));
  return widget.run(prepared, scope);
}

/** In an execution that the contact has started by writing to us. */
export function messageScope(ours: string, contact: string, context: Partial<Context> = {}): Scope {
  const { flow, ...others } = makeContext();
  return makeScope({
    channel: 'message',
    context: {
      ...others,
      trigger: { message: { From: contact, To: ours } },
      flow: { ...flow, channel: { address: ours } },
      contact: { channel: { address: contact } },
      ...context,
    },
  });
}

/** https://www.twilio.com/docs/messaging/api/message-resource#message-properties */
function message(form: URLSearchParams, number: number): JsonObject {
  const service = form.get('MessagingServiceSid');
  const now = new Date().toUTCString().replace('GMT', '+0000');
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: form.get('Body') ?? '',
    date_created: now,
    date_sent: null,
    date_updated: now,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    // A Messaging Service chooses the sender later.
    from: service === null ? form.get('From') : null,
    messaging_service_sid: service,
    num_media: String(form.getAll('MediaUrl').length),
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    sid: messageSid(number),
    status: service === null ? 'queued' : 'accepted',
    to: form.get('To'),
  };
}

/** https://www.twilio.com/docs/conversations/api/conversation-message-resource */
function conversationMessage(form: URLSearchParams, number: number): JsonObject {
  return {
    account_sid: accountSid,
    attributes: form.get('Attributes') ?? '{}',
    author: form.get('Author') ?? 'system',
    body: form.get('Body'),
    content_sid: form.get('ContentSid'),
    date_created: `${new Date().toISOString().slice(0, 19)}Z`,
    index: number - 1,
    media: null,
    participant_sid: null,
    sid: `IM${String(number).padStart(32, '0')}`,
  };
}

function added(kept: JsonObject[], { url, body }: Asked): JsonObject {
  const { pathname } = new URL(url);
  const resource = pathname.startsWith('/v1/') ? conversationMessage : message;
  const made = { ...resource(new URLSearchParams(body), kept.length + 1), list: pathname };
  kept.push(made);
  return made;
}

/** Conversations list the oldest first, unless they are told. */
function listed(kept: readonly JsonObject[], url: string): JsonObject {
  const { pathname, searchParams } = new URL(url);
  const [to, order] = [searchParams.get('To'), searchParams.get('Order')];
  const messages = kept.filter(one => one['list'] === pathname && (to === null || one['to'] === to));
  const newestFirst = !pathname.startsWith('/v1/') || order === 'desc';
  const size = Number(searchParams.get('PageSize'));
  return {
    messages: (newestFirst ? messages.reverse() : messages).slice(0, size),
    meta: { key: 'messages' },
  };
}

function refuse(
  response: ServerResponse,
  { status, code, message, retryAfter }: Exclude<Fate, string>,
): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  json(response, status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}

function json(response: ServerResponse, status: number, body: JsonObject): void {
  answer(response, JSON.stringify(body), 'application/json', status);
}
