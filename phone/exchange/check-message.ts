import type { Account } from './account';
import { badRequest } from './api-error';
import { isAddress } from './is-address';
import type { Message } from './message';

/** A message that somebody wants to have sent. */
export interface MessageRequest extends Pick<
  Message,
  | 'to'
  | 'body'
  | 'mediaUrls'
  | 'messagingServiceSid'
  | 'contentSid'
  | 'contentVariables'
  | 'shortenUrls'
  | 'conversationSid'
> {
  /** Absent: a messaging service finds one. */
  from?: string;
  statusCallback?: string;
}

/** Characters. */
const BODY_LIMIT = 1600;

/** @throws ApiError with the code of https://www.twilio.com/docs/api/errors that Twilio gives */
export function checkMessage(request: MessageRequest, account: Account): void {
  const { to, from, messagingServiceSid, body, mediaUrls, contentSid, contentVariables } = request;
  if (to === '') throw badRequest(21604, "A 'To' phone number is required.");
  if (!isAddress(to)) throw badRequest(21211, `Invalid 'To' Phone Number: ${to}`);
  if (from === undefined && messagingServiceSid === undefined) {
    throw badRequest(21603, "A 'From' phone number is required.");
  }
  if (from !== undefined) checkSender(from, to, account);
  if (contentVariables && contentSid === undefined) throw badRequest(21654, 'ContentSid Required');
  if (body === '' && mediaUrls.length === 0 && contentSid === undefined) {
    throw badRequest(21602, 'Message body is required.');
  }
  if (body.length > BODY_LIMIT) {
    throw badRequest(
      21617,
      `The concatenated message body exceeds the ${BODY_LIMIT} character limit for the message`,
    );
  }
}

function checkSender(from: string, to: string, account: Account): void {
  if (!isAddress(from)) throw badRequest(21212, `Invalid From Number (caller ID): ${from}`);
  if (from === to) throw badRequest(21266, "'To' and 'From' number cannot be the same");
  if (account.isTelephone(from)) {
    throw badRequest(
      21606,
      `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number for this destination/account`,
    );
  }
}
