import type { Form } from '../widget';

/** Adds pairs to the query of a URL, whose own spelling is kept; a fragment is dropped: it never leaves. */
export function withQuery(url: string, pairs: Iterable<[string, string]>): string {
  const [base = ''] = url.split('#', 1);
  const added = encoded(pairs);
  if (added === '') return base;
  if (!base.includes('?')) return `${base}?${added}`;
  return /[?&]$/.test(base) ? base + added : `${base}&${added}`;
}

/** name=value&name=value, as forms encode it. */
export function encoded(pairs: Iterable<[string, string]>): string {
  return new URLSearchParams([...pairs]).toString();
}

/** Fields of a form as it is sent. */
export function decoded(form: string): Form {
  const fields = new URLSearchParams(form);
  return Object.fromEntries([...new Set(fields.keys())].map(name => [name, fields.getAll(name)]));
}

/** The pairs of a list of named values on the canvas. */
export function pairsOf(parameters: readonly { key: string; value: string }[]): [string, string][] {
  return parameters.map(({ key, value }) => [key, value]);
}

/** An absolute HTTP URL? Anything else cannot be asked. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
