import { Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import type { Listing, Page } from '../../../store/page';
import { LOST, openPageToken, sealPageToken } from './page-token';
import { pathOf } from './request-path';
import { invalidPageToken } from './rest-error';

/** What typed clients have room for: the number comes back in `meta.page` and in the links. */
const MAX_PAGE = 2 ** 31 - 2;

/** Query of every list (https://www.twilio.com/docs/usage/twilios-response#pagination). */
export const pageQuery = {
  PageSize: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, default: 50, description: 'Items in a page.' }),
  ),
  Page: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MAX_PAGE,
      default: 0,
      description: 'Number of the page, for the client alone: PageToken tells which page it is.',
    }),
  ),
  PageToken: Type.Optional(Type.String({ description: 'From next_page_url or previous_page_url.' })),
};

/** As the schema leaves it: with its defaults. */
interface PageQuery {
  PageSize: number;
  Page: number;
  PageToken?: string;
}

const url = Type.String({ format: 'uri' });

export const pageMeta = Type.Object({
  key: Type.String(),
  page: Type.Integer(),
  page_size: Type.Integer(),
  first_page_url: url,
  previous_page_url: Type.Union([url, Type.Null()]),
  url,
  next_page_url: Type.Union([url, Type.Null()]),
});

/**
 * Answers with a page of a list in Twilio's envelope.
 * @param key name of the list, such as `flows`
 * @throws RestError where PageToken is not one of this list's
 */
export async function sendPage<T>(
  request: FastifyRequest,
  key: string,
  read: (page: Page) => Promise<Listing<T>>,
  show: (item: T) => object,
) {
  const { PageSize: size, Page: number, PageToken } = request.query as PageQuery;
  const before = PageToken === undefined ? [] : openPageToken(request, PageToken);
  if (!before) throw invalidPageToken();
  const token = before.at(-1);
  const previous = before.slice(0, -1);
  const isFirst = token === undefined || previous.at(-1) === LOST;
  const { items, next } = await read({ size, ...(token !== undefined && { token }) });
  const link = (page: number, way: readonly string[]) =>
    linkOf(request, { PageSize: size, Page: page }, sealPageToken(request, way));
  return {
    meta: {
      key,
      page: number,
      page_size: size,
      first_page_url: link(0, []),
      previous_page_url: isFirst ? null : link(Math.max(number - 1, 0), previous),
      url: link(number, before),
      next_page_url: next === undefined ? null : link(number + 1, [...before, next]),
    },
    [key]: items.map(show),
  };
}

/** The request's own URL, so that filters stay as they are. */
function linkOf(request: FastifyRequest, page: Record<string, number>, token: string): string {
  const params = new URLSearchParams(request.originalUrl.split('?', 2)[1]);
  for (const [name, value] of Object.entries(page)) params.set(name, String(value));
  if (token) params.set('PageToken', token);
  else params.delete('PageToken');
  return `${request.origin}${pathOf(request)}?${params.toString()}`;
}
