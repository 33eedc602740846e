import type { FastifyRequest } from 'fastify';
import { sealAlike, unseal } from '../../../config/seal';
import { pathOf } from './request-path';

/** How many pages back `previous_page_url` leads: it keeps URLs short. */
const WAY_BACK = 10;
/** Stands for the part of a way that is not kept. */
export const LOST = '';
/** What tokens are sealed for. */
const PURPOSE = 'page token';

/**
 * The way to a page: the store's tokens of this page and of those before it, latest last. Sealed, so that it fits
 * only the account and the list that it was made for, and nobody makes one up.
 * @returns empty for the first page
 */
export function sealPageToken(request: FastifyRequest, way: readonly string[]): string {
  if (way.length === 0) return '';
  const { account } = request;
  const kept = way.length > WAY_BACK ? [LOST, ...way.slice(-WAY_BACK)] : way;
  const text = JSON.stringify([pathOf(request), ...kept]);
  // The same page has the same URL.
  return sealAlike(account.tokens[0], text, PURPOSE).replace(/^sealed\.v1\./, '');
}

/** @returns undefined where it is not one of ours, or another list's */
export function openPageToken(request: FastifyRequest, token: string): string[] | undefined {
  const text = unseal(request.account.tokens, `sealed.v1.${token}`, PURPOSE);
  if (!text.startsWith('[')) return undefined;
  const [path, ...way] = JSON.parse(text) as string[];
  return path === pathOf(request) ? way : undefined;
}
