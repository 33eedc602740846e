import { newSid, place, type Params } from '../params';
import type { Text } from './text';

/** Whom a contact writes to, and in whose account. */
export interface Correspondents {
  accountSid: string;
  /** The contact: E.164, or with a channel in front (`whatsapp:+…`). */
  from: string;
  to: string;
  messagingServiceSid?: string;
}

/** Bytes and UTF-16 units that one SMS holds: https://www.twilio.com/docs/glossary/what-sms-character-limit */
const SEGMENT = { gsm: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } };
/** GSM 03.38; those of the extension take two places. */
const GSM = /^[\w@£$¥èéùìòÇ\nØø\rÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]*$/;
const EXTENSION = /[\^{}\\[~\]|€\f]/g;

/**
 * What Twilio tells an application of a message that somebody has written, the same with every request that it
 * leads to: https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function inboundParams(
  parties: Correspondents,
  { body, media }: Text,
  sid = newSid(media.length > 0 ? 'MM' : 'SM'),
): Params {
  const { accountSid, from, to, messagingServiceSid } = parties;
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
    NumMedia: String(media.length),
    NumSegments: String(segments(body)),
    ...Object.fromEntries(media.flatMap((url, at) => mediaParams(url, at))),
    ...place('From', from),
    ...place('To', to),
    ...profile(from),
  };
}

function mediaParams(url: string, at: number): [string, string][] {
  return [
    [`MediaUrl${at}`, url],
    [`MediaContentType${at}`, contentType(url)],
  ];
}

/** Twilio asks the sender's network; the phone has only the name to go by. */
function contentType(url: string): string {
  const [, suffix = ''] = /\.(\w+)(?:[?#]|$)/.exec(url) ?? [];
  return types[suffix.toLowerCase()] ?? 'image/jpeg';
}

const types: Partial<Record<string, string>> = {
  gif: 'image/gif',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  ogg: 'audio/ogg',
  pdf: 'application/pdf',
  png: 'image/png',
  vcf: 'text/vcard',
};

function profile(from: string): Params {
  const [, number] = /^whatsapp:\+?(.+)$/.exec(from) ?? [];
  return number === undefined ? {} : { ProfileName: 'Phone', WaId: number };
}

/** How many SMS a text takes. */
export function segments(body: string): number {
  const extended = body.match(EXTENSION)?.length ?? 0;
  const gsm = GSM.test(body.replace(EXTENSION, ''));
  const { single, part } = gsm ? SEGMENT.gsm : SEGMENT.ucs2;
  const length = body.length + (gsm ? extended : 0);
  return length <= single ? 1 : Math.ceil(length / part);
}
