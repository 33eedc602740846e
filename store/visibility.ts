// The language of Temporal's visibility (https://docs.temporal.io/list-filter).
import { searchAttributes } from '../workflows/search-attributes';

/**
 * Can it be looked for? Temporal takes a text's outer quotes away with its own, and escapes backslashes and double
 * quotes in a way that SQLite does not read: what holds them is never found (tried with server 1.29).
 */
export function isSearchable(text: string): boolean {
  return text !== '' && !/^'|'$|["\\\p{Cc}]/u.test(text);
}

/** A text in a filter. A backslash escapes in it, too. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** Whatever belongs to the flow of an account: under the same SID there may have been another account's. */
export function ofFlow({ accountSid, flowSid }: { accountSid: string; flowSid: string }): string {
  const { accountSid: account, flowSid: flow } = searchAttributes;
  return `${account.name} = ${quoted(accountSid)} AND ${flow.name} = ${quoted(flowSid)}`;
}
