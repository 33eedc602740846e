import type { Params } from '../params';
import type { Message } from './message';

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

/** `YYMMDDhhmm`, as carriers write it. */
function deliveryDate(date: Date): string {
  return date.toISOString().replace(/\D/g, '').slice(2, 12);
}
