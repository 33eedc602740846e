/**
 * Mends return URLs that were put together by hand: `??`, `?FlowEvent=` behind another `?`, or `&` with no `?`
 * at all. Only the routing sees the mended URL; the signature covers the original.
 */
export function rewriteUrl({ url = '/' }: { url?: string | undefined }): string {
  const start = url.indexOf('?');
  if (start < 0) return url.replace('&', '?');
  const query = url.slice(start).replace(/^\?+/, '').replaceAll('?FlowEvent=', '&FlowEvent=');
  return `${url.slice(0, start)}?${query}`;
}
