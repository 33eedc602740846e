/** A message as it stands now: its status changes while it is delivered. */
export interface Message {
  /** `SM…`, with media `MM…`. */
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound-api';
  /** E.164, or with a channel in front (`whatsapp:+…`). */
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly messagingServiceSid?: string;
  readonly contentSid?: string;
  /** By their names in the template. */
  readonly contentVariables?: Readonly<Record<string, string>>;
  /** Links in the body were to be shortened; the exchange leaves them as they are. */
  readonly shortenUrls?: boolean;
  /** The conversation that the message belongs to. */
  readonly conversationSid?: string;
  readonly status: MessageStatus;
  /** Why it has not been delivered (https://www.twilio.com/docs/api/errors). */
  readonly errorCode?: number;
  readonly createdAt: Date;
  readonly sentAt?: Date;
  readonly updatedAt: Date;
}

/** https://www.twilio.com/docs/messaging/api/message-resource#message-status-values */
export type MessageStatus = 'received' | 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed';
