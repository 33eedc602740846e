import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const SEALED = /sealed\.v1\.([\w-]+)/g;
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Makes a secret unreadable for histories and logs: `sealed.v1.` and characters that can stand in a URL.
 * @param token auth token of the account that the secret is used for; whoever has it can read the secret again
 * @param occasion the same secret sealed for the same occasion looks the same; otherwise it never does
 */
export function seal(token: string, secret: string, occasion?: string): string {
  const key = keyOf(token);
  const iv = occasion === undefined ? randomBytes(IV_BYTES) : ivFor(key, occasion, secret);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  const bytes = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `sealed.v1.${bytes.toString('base64url')}`;
}

/**
 * Makes every sealed secret in a text whole again. What none of the tokens opens is left as it is.
 * @param encode how a secret is written into this kind of text, such as with XML's escapes
 */
export function unseal(
  tokens: readonly string[],
  text: string,
  encode: (secret: string) => string = secret => secret,
): string {
  return text.replace(SEALED, (sealed, coded: string) => {
    const bytes = Buffer.from(coded, 'base64url');
    for (const token of tokens) {
      const secret = open(token, bytes);
      if (secret !== undefined) return encode(secret);
    }
    return sealed;
  });
}

function open(token: string, bytes: Buffer): string | undefined {
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, keyOf(token), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

/** Made of the secret, too: no two secrets are ever sealed with the same key and IV. */
function ivFor(key: Buffer, occasion: string, secret: string): Buffer {
  const hash = createHmac('sha256', key).update(JSON.stringify([occasion, secret]));
  return hash.digest().subarray(0, IV_BYTES);
}

/** The token itself signs requests; what is sealed has a key of its own. */
function keyOf(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'studio-engine seal v1', 32));
}
