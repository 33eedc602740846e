import type { JsonObject } from '../../flow/json';
import { accountSid } from './scope';
import { startTwilioApi, type TwilioApi, type Wanted } from './twilio-api';

export const service = `IS${'0'.repeat(32)}`;

export interface Kept {
  conversation: JsonObject;
  participants: JsonObject[];
  webhooks: JsonObject[];
}

/** A Twilio that keeps the conversations of one service, as its API shows them. */
export interface TwilioConversations extends TwilioApi {
  kept: Kept[];
  /** A conversation that somebody has started before. */
  add(conversation?: JsonObject): Kept;
}

export async function startTwilioConversations(): Promise<TwilioConversations> {
  const kept: Kept[] = [];
  let count = 0;
  const sid = (prefix: string): string => prefix + String((count += 1)).padStart(32, '0');

  function add(conversation: JsonObject = {}): Kept {
    const one = { conversation: conversationOf(sid('CH'), conversation), participants: [], webhooks: [] };
    kept.push(one);
    return one;
  }

  function conversations(
    { what, form }: Wanted,
    name: string | undefined,
  ): JsonObject | 'removed' | undefined {
    if (name === undefined) {
      const {
        FriendlyName: friendly_name = null,
        UniqueName: unique_name = null,
        Attributes: attributes = '{}',
      } = form;
      return add({ friendly_name, unique_name, attributes }).conversation;
    }
    const index = kept.findIndex(one => isCalled(one, name));
    const { conversation } = kept[index] ?? {};
    if (!conversation) return undefined;
    if (what.startsWith('DELETE')) {
      kept.splice(index, 1);
      return 'removed';
    }
    const { State: state = conversation['state'], Attributes: attributes = conversation['attributes'] } =
      form;
    return Object.assign(conversation, { state, attributes });
  }

  function below(
    { what, form }: Wanted,
    list: JsonObject[],
    { key, one, make }: { key: string; one: string | undefined; make: (form: Wanted['form']) => JsonObject },
  ): JsonObject | 'removed' | undefined {
    if (one === undefined) {
      if (what.startsWith('GET')) return { [key]: list, meta: { key } };
      const made = make(form);
      list.push(made);
      return made;
    }
    const index = list.findIndex(({ sid }) => sid === one);
    if (index < 0) return undefined;
    if (what.startsWith('DELETE')) {
      list.splice(index, 1);
      return 'removed';
    }
    return what.startsWith('GET')
      ? list[index]
      : Object.assign(list[index]!, { configuration: configured(form) });
  }

  const api = await startTwilioApi(wanted => {
    const path = new RegExp(
      `/v1/Services/${service}/Conversations(?:/([^/]+))?(?:/(Participants|Webhooks))?(?:/([^/]+))?$`,
    );
    const [whole, name, collection, one] = path.exec(wanted.what) ?? [];
    if (whole === undefined) return undefined;
    if (collection === undefined) return conversations(wanted, name);
    const found = kept.find(entry => isCalled(entry, name));
    if (!found) return undefined;
    return collection === 'Participants'
      ? below(wanted, found.participants, {
          key: 'participants',
          one,
          make: form => participantOf(sid('MB'), form),
        })
      : below(wanted, found.webhooks, { key: 'webhooks', one, make: form => webhookOf(sid('WH'), form) });
  });
  return {
    ...api,
    kept,
    add,
    reset: () => {
      api.reset();
      kept.length = 0;
      count = 0;
    },
  };
}

function isCalled({ conversation }: Kept, name: string | undefined): boolean {
  return conversation['sid'] === name || conversation['unique_name'] === name;
}

const time = '2026-01-02T03:04:05Z';

/** https://www.twilio.com/docs/conversations/api/conversation-resource */
function conversationOf(sid: string, others: JsonObject): JsonObject {
  return {
    sid,
    account_sid: accountSid,
    chat_service_sid: service,
    messaging_service_sid: `MG${'0'.repeat(32)}`,
    friendly_name: null,
    unique_name: null,
    attributes: '{}',
    date_created: time,
    date_updated: time,
    state: 'active',
    timers: {},
    bindings: {},
    url: `https://conversations.twilio.com/v1/Services/${service}/Conversations/${sid}`,
    links: {},
    ...others,
  };
}

/** https://www.twilio.com/docs/conversations/api/conversation-participant-resource */
function participantOf(sid: string, form: Wanted['form']): JsonObject {
  const { Identity: identity = null } = form;
  const address = form['MessagingBinding.Address'];
  const proxy_address = form['MessagingBinding.ProxyAddress'] ?? null;
  return {
    sid,
    identity,
    attributes: '{}',
    messaging_binding: address === undefined ? null : { type: 'sms', address, proxy_address },
    role_sid: null,
    date_created: time,
    date_updated: time,
    last_read_message_index: null,
    last_read_timestamp: null,
    url: '',
  };
}

/** https://www.twilio.com/docs/conversations/api/conversation-scoped-webhook-resource */
function webhookOf(sid: string, form: Wanted['form']): JsonObject {
  return {
    sid,
    target: form['Target'] ?? null,
    configuration: configured(form),
    date_created: time,
    date_updated: time,
  };
}

function configured(form: Wanted['form']): JsonObject {
  const {
    'Configuration.Url': url = '',
    'Configuration.Method': method = '',
    'Configuration.Filters': filters = '',
  } = form;
  return { url, method, filters: filters.split(' ') };
}
