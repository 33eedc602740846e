import { createHash, timingSafeEqual } from 'node:crypto';
// Not from 'twilio' itself: that would load the client of every Twilio product.
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks';

/** Fields of a form; one that is repeated has all its values. */
export type Form = Record<string, string | string[]>;

/** A request as it came in. */
export interface SignedRequest {
  /** X-Twilio-Signature. */
  signature: string;
  /** As Twilio requested it, byte for byte: scheme, host, path and query. */
  url: string;
  /** Fields of the body; empty where there is no form. */
  form: Form;
  /** The bytes of a body that is no form, such as JSON: the URL then holds their hash as bodySHA256. */
  body?: Buffer;
}

/**
 * Twilio may add these after it has signed, so a request is also accepted when its signature holds without them.
 * They are then not vouched for, and must not be used.
 */
const ADDED_LATER = ['CallToken', 'StirVerstat'];

/**
 * X-Twilio-Signature (https://www.twilio.com/docs/usage/security#validating-requests).
 * @param url without regard to its fragment, which is never sent
 */
export function sign(token: string, url: string, params: Form): string {
  return getExpectedTwilioSignature(token, url.replace(/#.*$/s, ''), params);
}

/**
 * Was the request signed with one of the tokens? Ports and legacy encodings of the query may differ, as they do
 * in Twilio's own libraries; a changed value may not.
 * @returns the names of fields that the signature does not cover (usually none); undefined: it was not
 */
export function verify(tokens: readonly string[], request: SignedRequest): string[] | undefined {
  const { signature, url, form, body } = request;
  if (!URL.canParse(url)) return undefined;
  if (body) {
    const holds = isHashOf(body, new URL(url).searchParams.get('bodySHA256') ?? '');
    return holds && isSigned(tokens, signature, url, {}) ? [] : undefined;
  }
  if (isSigned(tokens, signature, url, form)) return [];
  const added = ADDED_LATER.filter(name => name in form);
  if (added.length === 0) return undefined;
  const rest = Object.fromEntries(Object.entries(form).filter(([name]) => !ADDED_LATER.includes(name)));
  return isSigned(tokens, signature, url, rest) ? added : undefined;
}

function isSigned(tokens: readonly string[], signature: string, url: string, form: Form): boolean {
  return tokens.some(token => validateRequest(token, signature, url, form));
}

function isHashOf(body: Buffer, hash: string): boolean {
  const expected = Buffer.from(createHash('sha256').update(body).digest('hex'));
  const given = Buffer.from(hash);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
