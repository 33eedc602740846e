import { parsedObject, type JsonObject } from '../../flow/json';
import type { HttpResponse } from '../widget';

/** Studio reads at most this much of an answer, for this long (https://www.twilio.com/docs/studio/user-guide/studio-faq). */
export const responseLimits = { timeout: 10_000, maxBytes: 64 * 1024 };

/**
 * What an HTTP answer leaves in `widgets.<name>`. `parsed` is there only when the body is JSON by its content type
 * and an object, as in Studio; what an earlier run left in it is merged by the engine.
 */
export function responseOutput(response: HttpResponse): JsonObject {
  const { status, body } = response;
  const contentType = contentTypeOf(response);
  const parsed = mediaType(contentType) === 'application/json' ? parsedObject(body) : undefined;
  return { status_code: status, content_type: contentType, body, ...(parsed && { parsed }) };
}

/** The header as it was sent; empty without one. */
export function contentTypeOf({ headers }: Pick<HttpResponse, 'headers'>): string {
  return String(headers['content-type'] ?? '');
}

/** The media type of a Content-Type header, without parameters. */
export function mediaType(contentType: string): string {
  return contentType.replace(/;.*$/s, '').trim().toLowerCase();
}
