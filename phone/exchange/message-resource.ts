import { rfc2822 } from './dates';
import type { Message } from './message';
import { segments } from '../messages/inbound-params';

/** https://www.twilio.com/docs/messaging/api/message-resource#message-properties */
export function messageResource(message: Message, accountSid: string) {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  // A messaging service chooses the sender after it has accepted the message.
  const chosen = message.messagingServiceSid === undefined || message.status !== 'queued';
  return {
    sid: message.sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    direction: message.direction,
    from: chosen ? message.from : null,
    to: message.to,
    body: message.body,
    messaging_service_sid: message.messagingServiceSid ?? null,
    num_media: String(message.mediaUrls.length),
    num_segments: String(segments(message.body)),
    status: message.status,
    error_code: message.errorCode ?? null,
    error_message: null,
    date_created: rfc2822(message.createdAt),
    date_sent: message.sentAt ? rfc2822(message.sentAt) : null,
    date_updated: rfc2822(message.updatedAt),
    price: null,
    price_unit: 'USD',
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}
