import { place, type Params } from '../params';
import type { Message } from './message';

/** GSM characters that one SMS holds, about. */
const SEGMENT = 160;

export function segmentsOf({ body }: Pick<Message, 'body'>): number {
  return Math.max(1, Math.ceil(body.length / SEGMENT));
}

/** What the application is told of a message of its own (https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks). */
export function messageStatusParams(message: Message, accountSid: string): Params {
  const { sid, status, from, to, messagingServiceSid, errorCode } = message;
  return {
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: status,
    SmsStatus: status,
    From: from,
    To: to,
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    ...(messagingServiceSid !== undefined && { MessagingServiceSid: messagingServiceSid }),
    ...(errorCode !== undefined && { ErrorCode: String(errorCode) }),
    ...(status === 'delivered' && { RawDlrDoneDate: deliveryDate(message.updatedAt) }),
  };
}

/** What the application is told of a message that a contact has written (https://www.twilio.com/docs/messaging/guides/webhook-request). */
export function incomingMessageParams(message: Message, accountSid: string): Params {
  const { sid, from, to, body, mediaUrls, messagingServiceSid } = message;
  return {
    MessageSid: sid,
    SmsSid: sid,
    SmsMessageSid: sid,
    SmsStatus: 'received',
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    ...(messagingServiceSid !== undefined && { MessagingServiceSid: messagingServiceSid }),
    From: from,
    To: to,
    Body: body,
    NumMedia: String(mediaUrls.length),
    NumSegments: String(segmentsOf(message)),
    ...Object.fromEntries(mediaUrls.map((url, index) => [`MediaUrl${index}`, url])),
    ...Object.fromEntries(mediaUrls.map((_, index) => [`MediaContentType${index}`, 'image/jpeg'])),
    ...place('From', from),
    ...place('To', to),
  };
}

/** `YYMMDDhhmm`, as carriers write it. */
function deliveryDate(date: Date): string {
  return date.toISOString().replace(/\D/g, '').slice(2, 12);
}
