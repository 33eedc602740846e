import type { Twilio } from 'twilio';
import type { ConversationContext } from 'twilio/lib/rest/conversations/v1/service/conversation';
import type {
  WebhookContextUpdateOptions,
  WebhookInstance,
} from 'twilio/lib/rest/conversations/v1/service/conversation/webhook';
import { failure } from '../twilio-failure';
import { unlessGone, unlessNotFound } from '../twilio-gone';
import { callbackUrl } from '../webhook-urls';
import type { Done, Session, World } from '../widget';

/** A conversation that an execution has made its channel: what is to be done for it when the execution ends. */
export type Closing = {
  closing: {
    service: string;
    conversation: string;
    webhook: string;
    /** The conversation ends with the execution. */
    close: boolean;
  };
};

/** What the flow waits for, and what tells that there is nothing more to wait for. */
const FILTERS = ['onMessageAdded', 'onConversationStateUpdated', 'onConversationRemoved'];

/** A conversation of a service, which not every conversation's SID leads to without it. */
export function conversationOf(twilio: Twilio, service: string, sid: string): ConversationContext {
  return twilio.conversations.v1.services(service).conversations(sid);
}

/**
 * Has Twilio tell the execution what happens in a conversation
 * (https://www.twilio.com/docs/conversations/api/conversation-scoped-webhook-resource). A webhook that an earlier
 * attempt, or an earlier execution of the same contact, has left is used again: a message must not come twice.
 */
export async function listen(
  conversation: ConversationContext,
  session: Session,
  furtherFilters: readonly string[] = [],
): Promise<WebhookInstance> {
  const url = callbackUrl(session);
  const configuration: WebhookContextUpdateOptions = {
    'configuration.url': url,
    'configuration.method': 'post',
    'configuration.filters': [...new Set([...FILTERS, ...furtherFilters])],
  };
  const { webhooks } = conversation;
  const earlier = (await webhooks.list()).find(webhook => urlOf(webhook) === url);
  return earlier
    ? webhooks(earlier.sid).update(configuration)
    : webhooks.create({ target: 'webhook', ...configuration });
}

/** The execution is over: it hears no more of the conversation, which is closed where the flow wants that. */
export async function leave({ closing }: Closing, world: World): Promise<Done> {
  const conversation = conversationOf(await world.twilio(), closing.service, closing.conversation);
  const webhook = conversation.webhooks(closing.webhook);
  try {
    // Without its webhook it is the execution's no more: an agent has taken it over.
    if (closing.close && (await unlessNotFound(webhook.fetch())))
      await unlessGone(conversation.update({ state: 'closed' }));
    await unlessGone(webhook.remove());
    return { event: 'left' };
  } catch (error) {
    return failure(error, { event: 'left', code: 81006 });
  }
}

/** None where the webhook leads to a flow of hosted Studio. */
function urlOf({ configuration }: WebhookInstance): string | undefined {
  return (configuration as { url?: string }).url;
}
