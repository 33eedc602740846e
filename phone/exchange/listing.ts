import type { FastifyRequest } from 'fastify';

/** Query parameters of a list (https://www.twilio.com/docs/usage/twilios-response#response-formats-list-paging-information). */
export interface ListQuery {
  PageSize?: number;
  Page?: number;
}

interface Slice<T> {
  items: readonly T[];
  page: number;
  size: number;
  start: number;
  /** Absent: it is the first, or the last one. */
  previous?: string;
  next?: string;
  first: string;
}

/** A list as the 2010 API envelopes it. */
export function envelope2010<T>(request: FastifyRequest, key: string, all: readonly T[]) {
  const { items, page, size, start, previous, next, first } = slice(request, all);
  return {
    [key]: items,
    page,
    page_size: size,
    start,
    end: Math.max(start, start + items.length - 1),
    uri: request.originalUrl,
    first_page_uri: first,
    previous_page_uri: previous ?? null,
    next_page_uri: next ?? null,
  };
}

/** A list as all newer APIs envelope it. @param base of the product's URLs */
export function envelopeV1<T>(request: FastifyRequest, key: string, all: readonly T[], base: string) {
  const { items, page, size, previous, next, first } = slice(request, all);
  return {
    [key]: items,
    meta: {
      key,
      page,
      page_size: size,
      url: base + request.originalUrl,
      first_page_url: base + first,
      previous_page_url: previous === undefined ? null : base + previous,
      next_page_url: next === undefined ? null : base + next,
    },
  };
}

function slice<T>(request: FastifyRequest, all: readonly T[]): Slice<T> {
  const query = request.query as Record<string, string | undefined>;
  const size = Math.min(Math.max(Number(query['PageSize'] ?? 50) || 50, 1), 1000);
  const page = Math.max(Number(query['Page'] ?? 0) || 0, 0);
  const start = page * size;
  const at = (number: number) => {
    const [path = '', search] = request.originalUrl.split('?', 2);
    const params = new URLSearchParams(search);
    params.set('PageSize', String(size));
    params.set('Page', String(number));
    return `${path}?${params.toString()}`;
  };
  return {
    items: all.slice(start, start + size),
    page,
    size,
    start,
    first: at(0),
    ...(page > 0 && { previous: at(page - 1) }),
    ...(start + size < all.length && { next: at(page + 1) }),
  };
}
