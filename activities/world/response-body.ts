import { HttpError } from '../../widgets/http-error';

/** @throws HttpError too-large, without reading on */
export async function readBody(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new HttpError('too-large', `the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Text of a body in the character set that its content type names; UTF-8 otherwise. */
export function decodeBody(bytes: Buffer, contentType: string | string[] | undefined): string {
  const charset = /;\s*charset="?([^\s";]+)/i.exec(String(contentType))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
