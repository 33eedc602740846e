import type { ConversationInstance } from 'twilio/lib/rest/conversations/v1/service/conversation';
import type { ParticipantInstance } from 'twilio/lib/rest/conversations/v1/service/conversation/participant';
import type { WebhookInstance } from 'twilio/lib/rest/conversations/v1/service/conversation/webhook';
import { warning } from '../../flow/errors';
import type { JsonObject } from '../../flow/json';
import type { Closing } from './webhook';
import { snakeCase } from '../twilio-output';
import { withSecretsSealed } from '../secrets';
import type { Done, World } from '../widget';

/** A conversation that an execution has started or taken up. */
export interface Joined {
  service: string;
  conversation: ConversationInstance;
  participants: ParticipantInstance[];
  webhook: WebhookInstance;
  /** It ends with the execution. */
  close: boolean;
}

/**
 * Makes the conversation the execution's channel: what the flow writes from now on goes there
 * (https://www.twilio.com/docs/studio/widget-library/start-conversation; what `details` hold is inferred).
 */
export function channelOf(
  { service, conversation, participants, webhook, close }: Joined,
  world: Pick<World, 'seal'>,
): Omit<Done, 'event'> {
  const { sid, state } = conversation;
  const told = withSecretsSealed({ ...known(conversation), participants: participants.map(known) }, world);
  const kept = { webhook_sid: webhook.sid, close_channel_on_execution_end: close };
  const channel = { sid, address: sid, type: 'conversation', status: state, details: { ...told, ...kept } };
  const closing: Closing = { closing: { service, conversation: sid, webhook: webhook.sid, close } };
  return { output: { conversation: told, ...kept }, flow: { channel }, closing };
}

export function failed(detail: string): Done {
  return { event: 'failed', warnings: [warning(81006, detail)] };
}

/** Studio leaves out what has no value. */
function known(resource: { toJSON(): unknown }): JsonObject {
  return Object.fromEntries(Object.entries(snakeCase(resource)).filter(([, value]) => value !== null));
}
