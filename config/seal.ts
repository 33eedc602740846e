import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const SEALED = /sealed\.v1\.([\w-]+)/g;
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Makes a secret unreadable for histories and logs: `sealed.v1.` and characters that can stand in a URL.
 * @param token auth token of the account that the secret is used for; whoever has it can read the secret again
 * @param purpose what it opens for, and for nothing else: whoever reads a history could otherwise have a seal opened by
 *   sending it to a flow. An execution's SID, where the secret is an execution's
 */
export function seal(token: string, secret: string, purpose: string): string {
  return sealWith(randomBytes(IV_BYTES), token, secret, purpose);
}

/** As `seal`, but the same secret sealed for the same purpose looks the same. */
export function sealAlike(token: string, secret: string, purpose: string): string {
  return sealWith(ivFor(keyOf(token), purpose, secret), token, secret, purpose);
}

/**
 * Makes every secret in a text whole again that was sealed for this purpose. What none of the tokens opens is left as
 * it is.
 * @param encode how a secret is written into this kind of text, such as with XML's escapes
 */
export function unseal(
  tokens: readonly string[],
  text: string,
  purpose: string,
  encode: (secret: string) => string = secret => secret,
): string {
  return text.replace(SEALED, (sealed, coded: string) => {
    const bytes = Buffer.from(coded, 'base64url');
    for (const token of tokens) {
      const secret = open(token, bytes, purpose);
      if (secret !== undefined) return encode(secret);
    }
    return sealed;
  });
}

function sealWith(iv: Buffer, token: string, secret: string, purpose: string): string {
  const cipher = createCipheriv(ALGORITHM, keyOf(token), iv).setAAD(Buffer.from(purpose));
  const bytes = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `sealed.v1.${bytes.toString('base64url')}`;
}

function open(token: string, bytes: Buffer, purpose: string): string | undefined {
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, keyOf(token), bytes.subarray(0, IV_BYTES));
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

/** Made of the secret, too: no two secrets are ever sealed with the same key and IV. */
function ivFor(key: Buffer, purpose: string, secret: string): Buffer {
  const hash = createHmac('sha256', key).update(JSON.stringify([purpose, secret]));
  return hash.digest().subarray(0, IV_BYTES);
}

/** The token itself signs requests; what is sealed has a key of its own. */
function keyOf(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'studio-engine seal v1', 32));
}
