import type { FastifyRequest } from 'fastify';

/** Path that was asked for; a proxy may have been asked for a whole URL. */
export function pathOf({ originalUrl }: FastifyRequest): string {
  return originalUrl
    .replace(/^https?:\/\/[^/?]*/i, '')
    .split('?', 1)
    .join();
}
