import { createHash } from 'node:crypto';

/** The token was not given by this list. */
export class PageTokenError extends Error {
  override readonly name = 'PageTokenError';

  constructor() {
    super('the page token is not one of this list');
  }
}

const SUM = 9;

/**
 * Where a list goes on, for a URL. Temporal takes a token that is not its own for a fault of its own, and tries it
 * for many seconds: a sum tells ours from others.
 * @param list which list it is
 */
export function toPageToken(list: string, position: Uint8Array): string {
  return Buffer.concat([sumOf(list, position), position]).toString('base64url');
}

/** @throws PageTokenError */
export function readPageToken(list: string, token: string): Buffer {
  const bytes = Buffer.from(token, 'base64url');
  const position = bytes.subarray(SUM);
  if (!sumOf(list, position).equals(bytes.subarray(0, SUM))) throw new PageTokenError();
  return position;
}

function sumOf(list: string, position: Uint8Array): Buffer {
  return createHash('sha256').update(`${list}\n`).update(position).digest().subarray(0, SUM);
}
